"""A run's record: all that is known of one execution. What is large stands in blobs, named by digest."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbtrack.store.statuses import RUN, failure_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What all parts of a record have: the fields that a newer nbtrack wrote and this one does not know."""

    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter(Part):
    """A value, its origin ("default", "command line" or the path of a file) and what the notebook says.

    `expression` is the Python that sets the value where JSON does not say all of it, as of a tuple or a path.
    """

    value: Any
    origin: str
    default: Any = None
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Metric(Part):
    """A series at a glance; NaN is no extreme. The points themselves are in the run's series blob."""

    last: float
    min: float
    max: float
    count: int = 1
    last_step: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedNotebook(Part):
    """The notebook as it was given, as it was run (with its parameters) and as it came out.

    All three are names from `nbtrack.store.notebooks.put_notebook`, `code` is from `code_digest` there.
    `script` is the blob of the script extracted from it, `paired` those of its paired texts by file name.
    """

    given: str | None = None
    as_run: str | None = None
    executed: str | None = None
    code: str | None = None
    script: str | None = None
    paired: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellRun(Part):
    """One executed cell of the notebook as it was run: its 1-based number, when and how it ran.

    `source` and `outputs` are digests to compare by; the content stands in the executed notebook.
    `memory_bytes` is the highest it came to, `cpu_s` also of the processes that it started and that ended.
    `taken_from` is the run in which it ran, where a later run took it over.
    """

    number: int
    status: str
    source: str | None = None
    id: str | None = None
    started: str | None = None
    duration_s: float | None = None
    outputs: str | None = None
    cpu_s: float | None = None
    memory_bytes: int | None = None
    warnings: int = 0
    taken_from: str | None = None


@dataclass(frozen=True, slots=True)
class Failure(Part):
    """Why a run did not finish: the exception's name and message, its cell and line, the traceback's blob."""

    name: str
    message: str = ""
    cell: int | None = None
    line: int | None = None
    traceback: str | None = None

    @property
    def text(self) -> str:
        """Return name and message."""
        return failure_text(self.name, self.message)


@dataclass(frozen=True, slots=True)
class GitState(Part):
    """The commit that the code stood on, and the blob of `git diff` where it was not committed.

    `unknown` says why git did not tell what was not committed.
    """

    commit: str | None
    branch: str | None = None
    remote: str | None = None
    dirty: bool = False
    patch: str | None = None
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Environment(Part):
    """The interpreter and the machine.

    `packages` and `imported` are blobs of canonical JSON, name to version, of what is installed and what the
    run imported; `lock` is a blob of requirements, `machine` one of JSON. `seeds` are lists, by what
    they seed.
    """

    python: str
    platform: str
    packages: str | None = None
    imported: str | None = None
    lock: str | None = None
    machine: str | None = None
    seeds: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Artifact(Part):
    """A file, figure or table that a run made: its blob, size and media type."""

    blob: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ConfigFile(Part):
    """A file that gave parameters, and its blob."""

    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class DataUse(Part):
    """How many files the run read and wrote; which, is in the blob, with folders and addresses."""

    files: str | None = None
    read: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class Resumed(Part):
    """The run that this one takes up, and the number of the cell at which it goes on.

    Without a cell it began at the top, and `why` says why. `altered` are names whose values the cell that had
    not finished may have changed before this run began with it.
    """

    run: str
    cell: int | None = None
    why: str = ""
    altered: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord(Part):
    """One run, or one version recorded without running.

    `experiment` is the path of the notebook or script from the project's root, with "/"; `script` is the blob
    of a script's source, `modules` are the blobs of the local modules that it imported, by their paths. Times
    are UTC texts of `nbtrack.store.clock`. `diff` is the blob of the comparison with the run `previous`.
    `attached` holds blobs that are too small for a file of their own, zstd frames by digest, and is no part
    of the JSON: see `nbtrack.store.attached`. `imported` names the tool, and the run there, that a record was
    made from. `reproduces` is the run that this one repeats, `resumes` the one that it takes up.
    `called_from` is the folder, from the project's root, in which the command was given, where the record
    does not tell otherwise.
    """

    id: str
    experiment: str
    started: str
    status: str
    kind: str = RUN
    name: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    ended: str | None = None
    duration_s: float | None = None
    command: tuple[str, ...] = ()
    called_from: str | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    config_files: tuple[ConfigFile, ...] = ()
    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    script: str | None = None
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    series: str | None = None
    system: str | None = None
    notebook: RecordedNotebook = field(default_factory=RecordedNotebook)
    cells: tuple[CellRun, ...] = ()
    error: Failure | None = None
    git: GitState | None = None
    data: DataUse | None = None
    modules: Mapping[str, str] = field(default_factory=dict)
    environment: Environment | None = None
    previous: str | None = None
    diff: str | None = None
    attached: Mapping[str, bytes] = field(default_factory=dict)
    imported: str | None = None
    reproduces: str | None = None
    resumes: Resumed | None = None


def new_id() -> str:
    """Return a run id that nobody else has: 16 hex digits."""
    return os.urandom(8).hex()
