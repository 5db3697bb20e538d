"""A script that is to be run, decided before anything starts."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbtrack.errors import RunError
from nbtrack.store.location import experiment_of
from nbtrack.store.record import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.notebook.parameters.given import Given
    from nbtrack.record.plan import Labels, Limits
    from nbtrack.store.record import RunRecord

COMMAND_LINE = "command line"
_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPlan:
    """A run to be: the script's path and source, and the words behind it on its command line.

    `python` is the interpreter, this one where none is named. One that `repeats` another run is of the same
    experiment, wherever its script stands.
    """

    path: str
    source_b: bytes
    words: tuple[str, ...]
    command: tuple[str, ...]
    limits: Limits
    labels: Labels
    python: str | None = None
    repeats: RunRecord | None = None

    @property
    def folder(self) -> str:
        """Return the folder that the script stands in and runs in."""
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
) -> ScriptPlan:
    """Plan a script's run; what is given by name becomes an option of the script. Raises RunError."""
    try:
        with open(path, "rb") as file:
            source_b = file.read()
    except OSError as error:
        raise RunError(f"cannot read {path}: {(error.strerror or 'unreadable').lower()}") from None
    options = [word for one in given for word in (_spelling(one.name, source_b), str(one.value))]
    return ScriptPlan(
        path=path,
        source_b=source_b,
        words=(*options, *words),
        command=tuple(command),
        limits=limits,
        labels=labels,
        python=python,
        repeats=repeats,
    )


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
