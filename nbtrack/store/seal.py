"""The bytes of a record's file: canonical JSON, with a seal over all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.store.canonical import digest_of, dump, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCHEMA = "nbtrack.run/1"
_SEAL = "seal"


def sealed_bytes(found: Mapping[str, Any]) -> bytes:
    """Return the file of a record, given its JSON values."""
    # The seal's place is between its neighbours in the alphabet; `schema` and `status` are always there.
    before = dump({name: value for name, value in found.items() if name < _SEAL})[:-1]
    after = dump({name: value for name, value in found.items() if name > _SEAL})[1:]
    seal = digest_of(b"%b,%b" % (before, after))
    return b"%b%b%b" % (before, _seal_b(seal), after)


def sealed_json(raw: bytes, run_id: str, read: Callable[[bytes], Any] = load) -> dict[str, Any]:
    """Return the JSON of a file whose seal holds, without the seal; raises StoreError."""
    try:
        found: dict[str, Any] = read(raw)
        seal = found.pop(_SEAL)
    except (ValueError, AttributeError, KeyError, RecursionError):
        raise damaged(run_id, "the file is no sealed record") from None
    if not _fits_seal(raw, seal, found):
        raise damaged(run_id, "its content does not fit its seal")
    if found.get("id") != run_id:
        raise damaged(run_id, f"the file holds run {found.get('id')!r}")
    return found


def without_seal(raw: bytes, seal: str) -> bytes:
    """Return the bytes of a file, or of a part of it, without its seal."""
    return raw.replace(_seal_b(seal), b",", 1)


def _fits_seal(raw: bytes, seal: object, found: dict[str, Any]) -> bool:
    """Tell whether the bytes of a file fit its seal, or the values do, should its spelling be another."""
    return seal == digest_of(without_seal(raw, str(seal))) or bool(seal == digest_of(dump(found)))


def _seal_b(seal: str) -> bytes:
    return f',"{_SEAL}":"{seal}",'.encode("utf-8", "replace")


def damaged(run_id: str, why: str) -> StoreError:
    """Return the error for a record that is not as it was sealed."""
    return StoreError(f"the record of run {run_id} is damaged: {why}", hint="run `nbtrack store verify`")
