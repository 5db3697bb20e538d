"""What a text says: its cells and metadata, as values to compare."""

from __future__ import annotations

from typing import Any, NamedTuple

# How jupytext remembers blank lines and quotes of the text; they mean nothing to the notebook.
LAYOUT = frozenset(
    {"cell_marker", "lines_to_end_of_cell_marker", "lines_to_next_cell", "noskipline", "skipline"}
)
# jupytext writes these anew each time, or makes them up where a text has no header.
_OWN = frozenset({"main_language", "text_representation"})


class TextCell(NamedTuple):
    """A cell as read from a text."""

    kind: str
    source: str
    metadata: dict[str, Any]

    @property
    def meaning(self) -> tuple[str, str, dict[str, Any]]:
        """Return the cell without what only concerns the layout of the text."""
        metadata = {key: value for key, value in self.metadata.items() if key not in LAYOUT}
        return self.kind, self.source, metadata


class Reading(NamedTuple):
    """All that a text says."""

    cells: tuple[TextCell, ...]
    metadata: dict[str, Any]

    @property
    def has_header(self) -> bool:
        """Tell whether the text speaks of the notebook's metadata at all."""
        return _jupytext(self.metadata).get("notebook_metadata_filter") != "-all"

    @property
    def meaning(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return the cells without layout."""
        return [cell.meaning for cell in self.cells]

    @property
    def said(self) -> dict[str, Any]:
        """Return the notebook's metadata as far as the text speaks of it."""
        if not self.has_header:
            return {}
        jupytext = {key: value for key, value in _jupytext(self.metadata).items() if key not in _OWN}
        rest = {key: value for key, value in self.metadata.items() if key != "jupytext"}
        return {**rest, **({"jupytext": jupytext} if jupytext else {})}


def same_meaning(one: Reading, other: Reading) -> bool:
    """Tell whether two texts say the same, blank lines between cells aside."""
    return one.meaning == other.meaning and same_metadata(one, other)


def same_metadata(one: Reading, other: Reading) -> bool:
    """Compare what two texts say about the notebook; one without a header disagrees with nobody."""
    return not (one.has_header and other.has_header) or one.said == other.said


def _jupytext(metadata: dict[str, Any]) -> dict[str, Any]:
    found = metadata.get("jupytext")
    return found if isinstance(found, dict) else {}
