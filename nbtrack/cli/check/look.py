"""Look at many notebooks: what is remembered comes from the cache, the rest from workers where it is much."""

from __future__ import annotations

import os

from nbtrack.cli.check.cache import table_of
from nbtrack.cli.check.memory import Memory
from nbtrack.errors import NotebookError
from nbtrack.notebook.bulk import reader_for, spare_collector
from nbtrack.notebook.files import STDIN
from nbtrack.notebook.listing import Glance
from nbtrack.report.result import Checked
from nbtrack.rules.cache.codec import packed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.cli.check.memory import Entries
    from nbtrack.cli.check.setup import Setups
    from nbtrack.cli.check.workers import Killed
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.settings import Settings

# Starting workers takes as long as checking so much in one process (`bench/check.py --workers`).
_FEW = 24
_SMALL_BYTES = 3_000_000


def look_at_files(
    paths: Sequence[str], setups: Setups, args: Args, out: Output, *, located: bool
) -> Iterator[Checked]:
    """Yield what is found in each file, in their order, and tell at once which ones cannot be read."""
    spare_collector()
    settings = setups.here()
    memory = Memory(setups, table_of(args, settings), located=located)
    with Glance():
        found: list[Checked | None] = [memory.recall(path) for path in paths]
    left = [index for index, checked in enumerate(found) if checked is None]
    memory.reader = reader_for(paths[index] for index in left)
    jobs = _jobs(args, settings, [paths[index] for index in left])
    fresh = _looked([paths[index] for index in left], memory, jobs)
    try:
        merged = (checked or next(fresh) for checked in found)
        for shown in _counted(merged, len(found), out) if out.interactive else merged:
            if shown.error is not None:
                out.fail(shown.error.message, shown.error.hint)
            yield shown
    finally:
        memory.save()


def _counted(found: Iterator[Checked], total: int, out: Output) -> Iterator[Checked]:
    from nbtrack.cli.check.progress import counted  # for people only, and hooks are in a hurry

    return counted(found, total, out)


def _looked(paths: Sequence[str], memory: Memory, jobs: int) -> Iterator[Checked]:
    """Look at files in their order."""
    if jobs > 1 and paths:
        yield _look(paths[0], memory)  # what rules import is imported once, before there are workers
        yield from _spread(paths[1:], memory, jobs)
        return
    for path in paths:
        yield _look(path, memory)


def _look(path: str, memory: Memory) -> Checked:
    checked, entries = memory.look(path)
    memory.keep(entries)
    return checked


def _spread(paths: Sequence[str], memory: Memory, jobs: int) -> Iterator[Checked]:
    from nbtrack.cli.check.workers import spread

    ready: dict[int, Checked] = {}
    following = 0
    for index, sent in spread(lambda path: _sent(path, memory), paths, jobs):
        ready[index] = _arrived(paths[index], sent, memory)
        while following in ready:
            yield ready.pop(following)
            following += 1


def _sent(path: str, memory: Memory) -> tuple[bytes, Entries] | None:
    checked, entries = memory.look(path)
    if checked.error is not None:
        return None  # the parent meets it again: errors keep their kind that way
    return packed(checked.findings, checked.file_lines), entries


def _arrived(path: str, sent: tuple[bytes, Entries] | Killed | None, memory: Memory) -> Checked:
    from nbtrack.cli.check.workers import Killed

    if isinstance(sent, Killed):
        from nbtrack.rules.engine import finding_for

        error = NotebookError(
            f"the process that checked it ended by {sent.how}",
            path=path,
            hint="memory may have been short: check it alone, or all with --jobs 1",
        )
        return Checked(path, (finding_for(error),), error=error)
    checked = memory.unpacked(path, sent[0]) if sent else None
    if not sent or not checked:
        return _look(path, memory)
    memory.keep(sent[1])
    return checked


def _jobs(args: Args, settings: Settings, paths: Sequence[str]) -> int:
    """Return how many processes to use."""
    given = args.count("jobs")
    asked = settings.value("check.jobs") if given is None else given
    if args.flag("watch"):  # which has threads of its own: they would be missing in a fork
        return 1
    if asked == 1 or len(paths) < 2 or STDIN in paths or not hasattr(os, "fork"):
        return 1
    if len(paths) < _FEW and sum(map(_size, paths)) < _SMALL_BYTES:
        return 1
    return asked or (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
