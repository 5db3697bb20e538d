"""A script that is to be run, decided before anything starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nbtrack.errors import NotebookError, RunError
from nbtrack.notebook.files import read
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.record.plan import Labels, Limits, Place
from nbtrack.record.script_words import origins_of, parameters_of, words_of
from nbtrack.store.location import experiment_of

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from nbtrack.notebook.parameters.given import Given
    from nbtrack.store.record import ConfigFile, Parameter, Resumed, RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPlan:
    """A run to be: the script's path and source, and the words behind it on its command line.

    `patterns` find metrics in what it prints, `config_files` gave some of the words, `origins` tell which,
    and `earlier_files` did for the run that it repeats or takes up. `python` is the interpreter, this one
    where none is named. One that `repeats` another run is of the same experiment, wherever its script stands.
    """

    path: str
    source_b: bytes
    words: tuple[str, ...]
    command: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    labels: Labels = field(default_factory=Labels)
    python: str | None = None
    repeats: RunRecord | None = None
    resumes: Resumed | None = None
    place: Place = field(default_factory=Place)
    patterns: tuple[re.Pattern[str], ...] = ()
    config_files: tuple[str, ...] = ()
    earlier_files: tuple[ConfigFile, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def working_folder(self) -> str:
        """Return the folder that the script runs in: its own, unless another was asked for."""
        return os.path.abspath(self.place.cwd) if self.place.cwd else self.folder

    @property
    def program(self) -> tuple[str, ...]:
        """Return the script as its interpreter is told."""
        if self.place.module:
            return ("-m", self.place.module)
        return (os.path.abspath(self.path) if self.place.cwd else os.path.basename(self.path),)

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
        """Return what the words give, and the defaults of the script's options."""
        return parameters_of(self.words, self.source_b, self.origins)


def make_script_plan(
    path: str, given: Sequence[Given], words: Sequence[str], config_files: Sequence[str] = ()
) -> ScriptPlan:
    """Plan a script's run; what is given by name becomes an option of the script. Raises RunError.

    What words give wins over files, and later files over earlier ones. Where and how the script runs is for
    the caller to say, by `dataclasses.replace`.
    """
    source_b = read_script(path)
    named = {one.spelled for one in given}
    files = {one.name: one for path in config_files for one in read_config(path) if one.name not in named}
    values = (*files.values(), *given)
    return ScriptPlan(
        path=path,
        source_b=source_b,
        words=(*words_of(values, source_b), *words),
        origins=origins_of(values, source_b),
        config_files=tuple(config_files),
    )


def read_script(path: str) -> bytes:
    """Return the source of a script; raises RunError, which names the file that may be meant."""
    try:
        return read(path)
    except NotebookError as error:
        raise RunError(error.message, hint=error.hint) from None
