"""The journal of a run in progress: a folder with a file of append-only lines, the first of who writes it.

Everything is with the operating system as soon as it is said: whoever kills the recorder loses nothing. Only
a power failure may, and waiting for the disk at each word would slow every run down.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.store.canonical import dump, load, load_lines
from nbtrack.store.content import content
from nbtrack.store.live_folder import delete, hidden
from nbtrack.store.owner import this_process
from nbtrack.store.write_once import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.fold import Fragment

EVENTS = "events.jsonl"
_OWNER = (
    "owner"  # the only field of the first line; in older journals a file of its own has what stands there
)
_OWNER_FILE = "owner.json"
_ASIDE = b" "  # begins a line that is no fragment: what the recorder's own process uses


class Journal:
    """Append fragments of a record to the folder of a run."""

    __slots__ = ("_descriptor", "folder")

    def __init__(self, folder: str, descriptor: int) -> None:
        self.folder = folder
        self._descriptor = descriptor

    @property
    def path(self) -> str:
        """Return the file of events."""
        return os.path.join(self.folder, EVENTS)

    def append(self, fragment: Fragment) -> None:
        """Keep a fragment; raises StoreError where the disk refuses, and the ones before stay whole."""
        self.write(b"\n" + _lines_of(fragment))  # whatever was torn before ends with the first line end

    def write(self, lines: bytes) -> None:
        """Keep some lines, raising the same."""
        try:
            written = os.write(self._descriptor, lines)
        except OSError as error:
            raise refused(self.folder, error) from None
        if written < len(lines):
            raise StoreError(f"cannot write {self.folder}: no space left on device")

    def close(self) -> None:
        """Close the file; it is not flushed, since a sealed record, which is, takes its place."""
        os.close(self._descriptor)


def begin(live: str, run_id: str, first: Fragment) -> Journal:
    """Make the journal of a run below `live`; it appears with its owner and first fragment, or not at all."""
    folder = os.path.join(live, run_id)
    try:
        scratch = hidden(live, run_id)
    except OSError as error:
        raise refused(folder, error) from None
    try:
        events = os.path.join(scratch, EVENTS)
        descriptor = os.open(events, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o666)
        journal = Journal(folder, descriptor)
        try:
            journal.write(_lines_of({_OWNER: this_process()}, first))
            os.rename(scratch, folder)
        except BaseException:
            journal.close()
            raise
    except BaseException as error:
        delete(scratch)
        if isinstance(error, OSError):
            raise refused(folder, error) from None
        raise
    return journal


@contextmanager
def reopened(folder: str) -> Iterator[Journal]:
    """Open the journal of a dead recorder; raises OSError."""
    journal = Journal(folder, os.open(os.path.join(folder, EVENTS), os.O_WRONLY | os.O_APPEND))
    try:
        yield journal
    finally:
        journal.close()


def running(live: str) -> list[str]:
    """Return the ids of the runs that have a journal."""
    try:
        return sorted(name for name in os.listdir(live) if not name.startswith("."))
    except FileNotFoundError:
        return []


def is_left_over(folder: str) -> bool:
    """Tell whether a journal says nothing, for which there are two reasons; raises OSError where unknown.

    It was deleted while somebody opened a file in it, or a power failure took its beginning.
    """
    try:
        return next(fragments(folder), None) is None
    except FileNotFoundError:
        return True


def fragments(folder: str) -> Iterator[Fragment]:
    """Yield what a journal holds; a torn line is passed over. Raises FileNotFoundError once it is sealed."""
    lines = [line for line in _lines(folder) if not line.startswith(_ASIDE)]
    yield from (found for found in load_lines(lines) if found.keys() != {_OWNER})


def asides(folder: str) -> list[bytes]:
    """Return the lines that the recorder's own process wrote beside the fragments, see `nbtrack_watch`."""
    try:
        return [line for line in _lines(folder) if line.startswith(_ASIDE)]
    except FileNotFoundError:
        return []


def _lines_of(*fragments: Fragment) -> bytes:
    return b"".join([dump(dict(one)) + b"\n" for one in fragments])


def _lines(folder: str) -> list[bytes]:
    return [line for line in content(os.path.join(folder, EVENTS)).split(b"\n") if line]


def owner(folder: str) -> dict[str, Any]:
    """Return who writes a journal, empty where nobody can tell."""
    found = _first_line(os.path.join(folder, EVENTS)).get(_OWNER)
    return found if isinstance(found, dict) else _first_line(os.path.join(folder, _OWNER_FILE))


def _first_line(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            found = load(file.readline())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def last_word(folder: str) -> float:
    """Return when something was last said in a journal; raises FileNotFoundError when it is gone."""
    names = os.listdir(folder)
    if not names:  # whoever deletes it has come to the folder itself
        raise FileNotFoundError(folder)
    return max(os.stat(os.path.join(folder, name)).st_mtime for name in names)


def discard(folder: str) -> None:
    """Delete a journal whose run is sealed."""
    try:
        # What says whose it is goes last: who finds the rest can tell that nobody needs it.
        for name in sorted(os.listdir(folder), key=EVENTS.__eq__):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
    except OSError:  # a folder of outputs is in it, or somebody else deletes it too
        delete(folder)
