"""Say something of a run that is sealed: tags and notes, without the secrets that may stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.record.secrets.redaction import redacted

if TYPE_CHECKING:
    from nbtrack.store.store import Store


def annotate(store: Store, run_id: str, **said: Any) -> None:
    """Keep what is said, in the fields of `Annotation`; raises StoreError where the disk refuses."""
    store.annotate(run_id, **{name: _clean(value) for name, value in said.items()})


def is_tag(text: str) -> bool:
    """Tell whether a text can be a tag: it can be printed, and is not empty."""
    return bool(text.strip()) and text.isprintable()


def _clean(value: object) -> object:
    if isinstance(value, str):
        return redacted(value)
    return tuple(map(redacted, value)) if isinstance(value, tuple) else value
