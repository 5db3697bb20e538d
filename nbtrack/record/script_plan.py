"""A script that is to be run, decided before anything starts."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbtrack.errors import NotebookError, RunError
from nbtrack.notebook.files import read
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.record.plan import Place
from nbtrack.store.location import experiment_of
from nbtrack.store.record import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.notebook.parameters.given import Given
    from nbtrack.record.plan import Labels, Limits
    from nbtrack.store.record import ConfigFile, Resumed, RunRecord

COMMAND_LINE = "command line"
_HERE = Place()
_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPlan:
    """A run to be: the script's path and source, and the words behind it on its command line.

    `patterns` find metrics in what it prints, `config_files` gave some of the words, `earlier_files` did for
    the run that it repeats or takes up. `python` is the
    interpreter, this one where none is named. One that `repeats` another run is of the same experiment,
    wherever its script stands.
    """

    path: str
    source_b: bytes
    words: tuple[str, ...]
    command: tuple[str, ...]
    limits: Limits
    labels: Labels
    python: str | None = None
    repeats: RunRecord | None = None
    resumes: Resumed | None = None
    place: Place = _HERE
    patterns: tuple[re.Pattern[str], ...] = ()
    config_files: tuple[str, ...] = ()
    earlier_files: tuple[ConfigFile, ...] = ()

    @property
    def working_folder(self) -> str:
        """Return the folder that the script runs in: its own, unless another was asked for."""
        return os.path.abspath(self.place.cwd) if self.place.cwd else self.folder

    @property
    def program(self) -> str:
        """Return the script as its interpreter is told."""
        return os.path.abspath(self.path) if self.place.cwd else os.path.basename(self.path)

    @property
    def folder(self) -> str:
        """Return the folder that the script stands in."""
        return os.path.dirname(os.path.abspath(self.path))

    @property
    def experiment(self) -> str:
        """Return the script's path from the project's root, with "/"."""
        return self.repeats.experiment if self.repeats else experiment_of(self.path)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Return what the words give, as the script's own command line would read most of them."""
        return {name: Parameter(_value(text), origin=COMMAND_LINE) for name, text in _options(self.words)}


def make_script_plan(
    path: str,
    given: Sequence[Given],
    words: Sequence[str],
    *,
    command: Sequence[str],
    limits: Limits,
    labels: Labels,
    python: str | None = None,
    repeats: RunRecord | None = None,
    place: Place = _HERE,
    patterns: Sequence[re.Pattern[str]] = (),
    config_files: Sequence[str] = (),
) -> ScriptPlan:
    """Plan a script's run; what is given by name becomes an option of the script. Raises RunError.

    What words give wins over files, and later files over earlier ones.
    """
    source_b = _source(path)
    named = {one.name for one in given}
    files = {one.name: one for path in config_files for one in read_config(path) if one.name not in named}
    options = [
        word for one in (*files.values(), *given) for word in (_spelling(one.name, source_b), _word(one))
    ]
    return ScriptPlan(
        path=path,
        source_b=source_b,
        words=(*options, *words),
        command=tuple(command),
        limits=limits,
        labels=labels,
        python=python,
        repeats=repeats,
        place=place,
        patterns=tuple(patterns),
        config_files=tuple(config_files),
    )


def _source(path: str) -> bytes:
    try:
        return read(path)
    except NotebookError as error:
        raise RunError(error.message, hint=error.hint) from None


def _word(given: Given) -> str:
    if isinstance(given.value, (dict, list)) or given.value is None:
        kind = "a table" if isinstance(given.value, dict) else "a list" if given.value else "empty"
        raise RunError(
            f"{given.name!r} ({given.origin}) is {kind}, which no option of a script can take",
            hint="give it behind --, as the script wants it",
        )
    return str(given.value)


def _spelling(name: str, source_b: bytes) -> str:
    """Return an option as the script spells it: `learning_rate` may be `--learning-rate` there."""
    dashed = name.replace("_", "-")
    return f"--{dashed}" if f"--{dashed}".encode() in source_b else f"--{name}"


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield name and value of each option; one without a value is true."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        name, equals, value = word.partition("=")
        if match := _OPTION.fullmatch(name):
            stands_alone = not following or _OPTION.fullmatch(following.partition("=")[0])
            yield match[1].replace("-", "_"), value if equals else "True" if stands_alone else following


def _value(text: str) -> object:
    """Read a number or a truth; anything else is a text."""
    if text in ("True", "False", "true", "false"):
        return text.lower() == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
