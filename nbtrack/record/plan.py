"""What is to be run, decided before anything starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nbtrack.notebook.parameters.binding import Bound, bind
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.notebook.parameters.declared import INJECTED_TAG, parameters_cell
from nbtrack.notebook.parameters.injection import with_parameters
from nbtrack.pairing.pairs import notebook_path
from nbtrack.record.nodes import upgraded
from nbtrack.record.running_cells import running_cells
from nbtrack.store.location import experiment_of

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.record.metrics.asked_metrics import Expression
    from nbtrack.record.resuming.resumption import Resumption
    from nbtrack.record.resuming.state_limits import StateLimits
    from nbtrack.store.record import ConfigFile, RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds that a run, and each of its cells, may take; None for no limit."""

    run_s: float | None = None
    cell_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a person says about a run."""

    name: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Metrics that the notebook does not say itself: by expression, and by a pattern of what it prints."""

    expressions: tuple[Expression, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a notebook runs in: another kernel or folder than its own, further environment variables.

    `module` is the name by which `python -m` runs a script.
    """

    kernel: str | None = None
    cwd: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    module: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run to be: `as_run` is the notebook with its parameters, `config_files` those that gave some.

    `earlier_files` did so for the run that it repeats or takes up.
    One that `repeats` another is of the same experiment, wherever its notebook stands. `state` says how much
    of the kernel's state is kept where a cell does not finish, None for nothing.
    """

    given: Notebook
    as_run: Notebook
    parameters: Mapping[str, Bound]
    config_files: tuple[str, ...] = ()
    earlier_files: tuple[ConfigFile, ...] = ()
    command: tuple[str, ...] = ()
    place: Place = Place()
    metrics: Metrics = Metrics()
    limits: Limits = Limits()
    labels: Labels = Labels()
    repeats: RunRecord | None = None
    resumes: Resumption | None = None
    state: StateLimits | None = None

    @property
    def working_folder(self) -> str:
        """Return the folder that the notebook runs in: its own, unless another was asked for."""
        return os.path.abspath(self.place.cwd) if self.place.cwd else self.folder

    @property
    def path(self) -> str:
        """Return the notebook's path as it was given."""
        return self.given.path

    @property
    def folder(self) -> str:
        """Return the folder that the notebook stands in."""
        return os.path.dirname(os.path.abspath(self.path))

    @property
    def experiment(self) -> str:
        """Return the path from the project's root, with "/", of the notebook, also where its text is run."""
        return self.repeats.experiment if self.repeats else experiment_of(notebook_path(self.path))

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Return for each cell as run its number in the given notebook, None for one that nbtrack put there.

        An injected cell that the notebook brought along keeps its place, so only a new one moves the others.
        """
        injected = len(self.as_run.cells) - len(self.given.cells)
        numbers: list[int | None] = []
        for cell in self.as_run.cells:
            new = injected and INJECTED_TAG in cell.tags
            numbers.append(None if new else cell.number - sum(number is None for number in numbers))
        return tuple(numbers)

    @property
    def resumes_at(self) -> int | None:
        """Return the number of the cell at which it goes on, None where it begins at the top."""
        found = self.resumes
        rest = running_cells(self.as_run)[len(found.cells) :] if found and not found.why else ()
        return next(filter(None, (self.numbers[cell.number - 1] for cell in rest)), None)


def make_plan(given: Notebook, words: Sequence[Given], config_files: Sequence[str] = ()) -> Plan:
    """Bind parameters, words over files, later ones over earlier; raises RunError.

    Where and how the notebook runs is for the caller to say, by `dataclasses.replace`.
    """
    base = upgraded(given)
    bound = bind(base, (*(one for path in config_files for one in read_config(path)), *words))
    return Plan(
        given=given,
        as_run=with_parameters(base, bound),
        parameters=bound,
        config_files=tuple(config_files),
    )


def parameters_number(plan: Plan) -> int | None:
    """Return the number of the cell that declares the parameters."""
    cell = parameters_cell(plan.given)
    return cell.number if cell else None
