"""How notebooks stand to their pairs, as far as somebody has looked.

Looking reads both files, which is more than a page may do that shows hundreds.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.stamp import stamp_of
from nbtrack.web.run_parts import readable

if TYPE_CHECKING:
    from collections.abc import Mapping

PENDING: Mapping[str, Any] = {"checking": True}


class Pairs:
    """The pairs of one project's notebooks, each known until one of its files is written."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._known: dict[str, tuple[str, tuple[bytes | None, ...], Any]] = {}

    def of(self, name: str) -> Any:
        """Return the state of a notebook's pair, None where it has none, PENDING where nobody knows."""
        known = self._known.get(name)
        if known is None or known[1] != self._stamps(name, known[0]):
            return PENDING
        return known[2]

    def look(self, name: str) -> None:
        """Find it out."""
        before = self._known.get(name, ("",))[0]
        stamps = self._stamps(name, before)  # asked before reading, as a write may come in between
        found = readable(lambda: self._status(name))
        text = found.pop("path", "") if found else ""
        if found and "trouble" in found:
            found["trouble"] = found["trouble"].replace(os.path.join(self._project, ""), "")
        if text != before:
            stamps = self._stamps(name, text)
        self._known[name] = text, stamps, found

    def _stamps(self, name: str, text: str) -> tuple[bytes | None, ...]:
        return stamp_of(os.path.join(self._project, name)), stamp_of(text) if text else None

    def _status(self, name: str) -> dict[str, Any] | None:
        from nbtrack.pairing.status import IN_STEP, pair_status

        found = pair_status(os.path.join(self._project, name))
        if found is None:
            return None
        return {
            "path": found.pair.text,
            "text": os.path.basename(found.pair.text),
            "in_step": found.verdict == IN_STEP,
            "says": found.reason,
        }
