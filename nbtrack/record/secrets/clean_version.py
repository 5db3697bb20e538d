"""A file as a record may hold it: without secrets."""

from __future__ import annotations

from nbtrack.notebook.document import parse
from nbtrack.record.secrets.redaction import redacted_notebook
from nbtrack.record.secrets.source_redaction import redacted_source_b
from nbtrack.store.versions import NOTEBOOK


def clean_version(path: str, raw: bytes) -> bytes:
    """Return a file's content without secrets; raises NotebookError where a notebook's is none."""
    return redacted_notebook(parse(raw, path)).raw if path.endswith(NOTEBOOK) else redacted_source_b(raw)
