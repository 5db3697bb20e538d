"""What a recorded command gave to its notebook or script."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.cli.given import given_by_name
from nbtrack.cli.run.asked_then import asked_then, earlier_runs
from nbtrack.cli.run.place import variables_in
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.project import find_root
from nbtrack.record.metrics.asked_metrics import read_expressions, read_patterns
from nbtrack.record.plan import Metrics
from nbtrack.record.secrets.redaction import REDACTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.notebook.parameters.given import Given
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store


class GivenThen(NamedTuple):
    """Kernel, folder, variables and metrics that were asked for, a script's parameters and own words."""

    kernel: str | None = None
    given: tuple[Given, ...] = ()
    words: tuple[str, ...] = ()
    cwd: str | None = None
    module: str | None = None
    variables: Mapping[str, str] = {}
    metrics: Metrics = Metrics()


def given_then(record: RunRecord, store: Store) -> GivenThen:
    """Read the command of a run, over those that it repeats or takes up; raises RunError."""
    asked = asked_then(record, store)
    if asked is None:
        return _given_to_python(earlier_runs(record, store)[0])
    given = {one.spelled: one for one in (*_filed(record, store), *given_by_name(asked))}
    variables = variables_in(asked.values("env"))
    return GivenThen(
        kernel=asked.value("kernel"),
        given=tuple(given.values()),
        words=asked.positional if asked.flag("module") else asked.positional[1:],
        cwd=asked.value("cwd"),
        module=asked.value("module"),
        variables={name: value for name, value in variables.items() if REDACTED not in value},
        metrics=Metrics(
            expressions=read_expressions(asked.values("metric")),
            patterns=read_patterns(asked.values("metric-pattern")),
        ),
    )


def _filed(record: RunRecord, store: Store) -> Iterator[Given]:
    """Yield what files gave, as they were then."""
    for run in earlier_runs(record, store):
        for file in run.config_files:
            yield from read_config(file.path, store.blobs.get(file.blob))


def _given_to_python(record: RunRecord) -> GivenThen:
    """Read `python SCRIPT …` or `python -m MODULE …`, which `nbtrack.start()` records."""
    cwd = os.path.join(find_root(), record.called_from) if record.called_from else None
    script, command = os.path.basename(record.experiment), record.command
    for place, word in enumerate(command):
        if word == "-m" and (behind := command[place + 1 :]):
            return GivenThen(words=behind[1:], cwd=cwd, module=behind[0])
        if os.path.basename(word) == script:
            return GivenThen(words=command[place + 1 :], cwd=cwd)
    return GivenThen(cwd=cwd)
