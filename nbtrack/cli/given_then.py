"""What a recorded command gave to its notebook or script."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.cli.parsing import parse
from nbtrack.cli.run import COMMAND
from nbtrack.errors import RunError, UsageError
from nbtrack.notebook.parameters.given import read_words

if TYPE_CHECKING:
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.store.record import RunRecord
    from nbtrack.store.store import Store

_RUN = ("nbtrack", "run")


class GivenThen(NamedTuple):
    """The kernel that was asked for, the parameters by name, and a script's own words."""

    kernel: str | None
    given: tuple[Given, ...]
    words: tuple[str, ...]


def given_then(record: RunRecord, store: Store) -> GivenThen:
    """Read the command of a run, or of the one that it repeats; raises RunError where it cannot be read."""
    while record.reproduces:
        record = store.get(record.reproduces)
    if record.command[:2] == _RUN:
        try:
            args = parse(COMMAND, list(record.command[2:]))
            return GivenThen(args.value("kernel"), read_words(args.values("parameter")), args.positional[1:])
        except UsageError as error:
            raise RunError(f"the command of run {record.id[:8]} cannot be read: {error.message}") from None
    return GivenThen(None, (), _words_of_python(record))


def _words_of_python(record: RunRecord) -> tuple[str, ...]:
    """Return the words behind the script in `python SCRIPT …`, which `nbtrack.start()` records."""
    script = os.path.basename(record.experiment)
    places = [place for place, word in enumerate(record.command) if os.path.basename(word) == script]
    return record.command[places[0] + 1 :] if places else ()
