"""What a recorded command gave to its notebook or script."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.cli.parsing import parse
from nbtrack.cli.run import COMMAND
from nbtrack.cli.run_place import variables_in
from nbtrack.errors import RunError, UsageError
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.notebook.parameters.given import read_words
from nbtrack.record.asked_metrics import read_expressions, read_patterns
from nbtrack.record.plan import Metrics
from nbtrack.record.redaction import REDACTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.cli.options import Args
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_RUN = ("nbtrack", "run")


class GivenThen(NamedTuple):
    """Kernel, folder, variables and metrics that were asked for, a script's parameters and own words."""

    kernel: str | None = None
    given: tuple[Given, ...] = ()
    words: tuple[str, ...] = ()
    cwd: str | None = None
    variables: Mapping[str, str] = {}
    metrics: Metrics = Metrics()


def given_then(record: RunRecord, store: Store) -> GivenThen:
    """Read the command of a run, or of the one that it repeats; raises RunError where it cannot be read."""
    while record.reproduces:
        record = store.get(record.reproduces)
    if record.command[:2] == _RUN:
        try:
            return _asked(parse(COMMAND, list(record.command[2:])), record, store)
        except UsageError as error:
            raise RunError(f"the command of run {record.id[:8]} cannot be read: {error.message}") from None
    return GivenThen(words=_words_of_python(record))


def _asked(args: Args, record: RunRecord, store: Store) -> GivenThen:
    kept = [read_config(file.path, store.blobs.get(file.blob)) for file in record.config_files]
    given = {
        one.name: one
        for one in (*(one for file in kept for one in file), *read_words(args.values("parameter")))
    }
    variables = variables_in(args.values("env"))
    return GivenThen(
        kernel=args.value("kernel"),
        given=tuple(given.values()),
        words=args.positional[1:],
        cwd=args.value("cwd"),
        variables={name: value for name, value in variables.items() if REDACTED not in value},
        metrics=Metrics(
            expressions=read_expressions(args.values("metric")),
            patterns=read_patterns(args.values("metric-pattern")),
        ),
    )


def _words_of_python(record: RunRecord) -> tuple[str, ...]:
    """Return the words behind the script in `python SCRIPT …`, which `nbtrack.start()` records."""
    script = os.path.basename(record.experiment)
    places = [place for place, word in enumerate(record.command) if os.path.basename(word) == script]
    return record.command[places[0] + 1 :] if places else ()
