"""What people say of a run after it was sealed: tags, a note, that it is not wanted any more.

A record never changes, so each thing said is a file of its own beside the records, named by the digest of
what it holds and never changed either. Two stores that are copied together have all of it; what was said last
holds.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import StoreError
from nbtrack.store.canonical import digest_of, dump, load
from nbtrack.store.clock import seconds_of, utc_text
from nbtrack.store.digest import first_digits
from nbtrack.store.write_once import flush_folder, write_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.store.record import RunRecord

SCHEMA = "nbtrack.annotation/1"
_SUFFIX = ".json"


class Annotation(NamedTuple):
    """One thing said of a run: None where it does not speak of that, an empty note takes it away."""

    run: str
    at: str
    tags: tuple[str, ...] = ()
    untags: tuple[str, ...] = ()
    note: str | None = None
    removed: bool | None = None


class Annotations:
    """The folder of them; nothing in it is ever changed."""

    __slots__ = ("_folder",)

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def put(self, annotation: Annotation) -> str:
        """Keep one and return its digest; raises StoreError where the disk refuses."""
        raw = dump(annotation_to_json(annotation))
        digest = digest_of(raw)
        write_once(self._path(digest), raw)
        flush_folder(self._folder)
        return digest

    def get(self, digest: str) -> Annotation:
        """Return one; raises StoreError where it is missing or damaged."""
        try:
            with open(self._path(digest), "rb") as file:
                raw = file.read()
            found = load(raw)
            if digest_of(raw) != digest or found.get("schema") != SCHEMA:
                raise ValueError
            return annotation_from_json(found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise StoreError(f"annotation {first_digits(digest)} is missing or damaged") from None

    def digests(self) -> set[str]:
        """Return the digests of all of them."""
        try:
            names = os.listdir(self._folder)
        except OSError:
            return set()
        return {name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)}

    def _path(self, digest: str) -> str:
        return os.path.join(self._folder, digest + _SUFFIX)


def annotation_to_json(annotation: Annotation) -> dict[str, Any]:
    """Return one as JSON values; what it does not speak of is left out."""
    found = {name: value for name, value in annotation._asdict().items() if value not in (None, ())}
    return {"schema": SCHEMA} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in found.items()
    }


def annotation_from_json(found: dict[str, Any]) -> Annotation:
    """Return one from JSON values, without what a newer nbtrack may have added; raises where it is none."""
    note, removed = found.get("note"), found.get("removed")
    return Annotation(
        run=str(found["run"]),
        at=str(found["at"]),
        tags=tuple(map(str, found.get("tags", ()))),
        untags=tuple(map(str, found.get("untags", ()))),
        note=None if note is None else str(note),
        removed=None if removed is None else bool(removed),
    )


def _place(annotation: Annotation) -> tuple[str, bytes]:
    """Order by time; at the same time, the same way in every store."""
    return annotation.at, dump(annotation_to_json(annotation))


def annotated(record: RunRecord, said: Iterable[Annotation]) -> RunRecord:
    """Return a record with the tags and the note that hold after all that was said of it."""
    from dataclasses import replace  # whoever has a record has it imported

    tags, note = said_tags_and_note(record.tags, record.note, said)
    return replace(record, tags=tags, note=note)


def said_tags_and_note(
    tags: tuple[str, ...], note: str | None, said: Iterable[Annotation]
) -> tuple[tuple[str, ...], str | None]:
    """Return the tags and the note that hold after all that was said since a run was sealed with some."""
    found = dict.fromkeys(tags)
    for one in sorted(said, key=_place):
        found |= dict.fromkeys(one.tags)
        for tag in one.untags:
            found.pop(tag, None)
        note = note if one.note is None else one.note or None
    return tuple(found), note


def time_after(times: Iterable[str]) -> str:
    """Return now, or just after the last of some times: what is said later holds, whatever the clock does."""
    now, last = utc_text(time.time()), max(times, default="")
    return now if last < now else utc_text(seconds_of(last) + 1e-6)


def is_removed(said: Iterable[Annotation]) -> bool:
    """Tell whether a run is not wanted any more."""
    spoken = [one.removed for one in sorted(said, key=_place) if one.removed is not None]
    return bool(spoken) and spoken[-1]
