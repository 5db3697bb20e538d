"""The other forms of a notebook's code: the script extracted from it, the texts that it is paired with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.errors import NbtrackError
from nbtrack.record.secrets.source_redaction import redacted_source, redacted_source_b

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.record.plan import Plan
    from nbtrack.store.blobs import Blobs


def keep_companions(plan: Plan, blobs: Blobs) -> dict[str, Any]:
    """Keep them and return their part of the record; what cannot be made or read is left out."""
    found: dict[str, Any] = {}
    script = _script(plan)
    if script is not None:
        found["script"] = blobs.put(redacted_source(script).encode("utf-8", "surrogatepass"))
    if paired := {
        os.path.basename(path): blobs.put(redacted_source_b(raw)) for path, raw in _paired(plan.path)
    }:
        found["paired"] = paired
    return found


def _script(plan: Plan) -> str | None:
    from nbtrack.script.extract import extract

    try:
        return extract(plan.given).source
    except NbtrackError:  # in another language
        return None


def _paired(path: str) -> Iterator[tuple[str, bytes]]:
    from nbtrack.pairing.finder import Finder

    try:
        texts = [found.pair.text for found in Finder().new_pairs(path)]
    except NbtrackError:
        return
    for text in texts:
        try:
            with open(text, "rb") as file:
                yield text, file.read()
        except OSError:  # not written yet
            continue
