"""The names of what a run kept beside its outputs: files, figures, tables, and what a script printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord

_MOST = 8


def artifact_facts(record: RunRecord) -> Iterator[tuple[str, str]]:
    """Yield a line that names them, with a title."""
    named = [f"{name} ({size_text(one.size_bytes)})" for name, one in record.artifacts.items()]
    if named:
        more = f", … {len(named) - _MOST} more" if len(named) > _MOST else ""
        yield "artifacts", ", ".join(named[:_MOST]) + more
