"""Digests by which to see quickly that nothing changed."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from nbtrack.pairing.agreement import HIDDEN

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook


def digest_of(raw_b: bytes) -> str:
    """Return the digest of a file's bytes."""
    return sha256(raw_b).hexdigest()


def content_digest(notebook: Notebook) -> str:
    """Return the digest of what a text may say of a notebook: no outputs, counts, ids, attachments."""
    cells = [[cell.kind, cell.source, _shown(cell.metadata)] for cell in notebook.cells]
    return digest_of(json.dumps([cells, notebook.metadata], sort_keys=True).encode())


def _shown(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in HIDDEN}
