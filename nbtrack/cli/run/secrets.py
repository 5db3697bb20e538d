"""Say that a source holds a secret, which the record does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.record.secrets.redaction import source_secrets

if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook


def note_secrets(notebook: Notebook, out: Output) -> None:
    """Note each cell whose source holds what looks like a secret."""
    for cell, kind in source_secrets(notebook):
        out.note(
            f"cell {cell}: the source holds what looks like a secret ({kind}), which is not on record; "
            "`nbtrack check` says more"
        )
