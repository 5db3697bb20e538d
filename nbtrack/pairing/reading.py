"""What a text says: its cells and metadata, as values to compare."""

from __future__ import annotations

from typing import Any, NamedTuple

# How jupytext remembers blank lines and quotes of the text; they mean nothing to the notebook.
LAYOUT = frozenset(
    {"cell_marker", "lines_to_end_of_cell_marker", "lines_to_next_cell", "noskipline", "skipline"}
)
# jupytext writes these anew each time, or makes them up where a text has no header.
_OWN = frozenset({"main_language", "text_representation"})
_FILTERS = ("cell_metadata_filter", "notebook_metadata_filter")


class TextCell(NamedTuple):
    """A cell as read from a text."""

    kind: str
    source: str
    metadata: dict[str, Any]

    @property
    def told(self) -> dict[str, Any]:
        """Return the metadata that are no layout of the text."""
        return {key: value for key, value in self.metadata.items() if key not in LAYOUT}

    @property
    def meaning(self) -> tuple[str, str, dict[str, Any]]:
        """Return the cell without what only concerns the layout of the text.

        Empty lines at its ends do: in Markdown jupytext reads others than it wrote.
        """
        return self.kind, self.source.strip("\n"), self.told

    def laid_out_as(self, other: TextCell | None) -> TextCell:
        """Return the cell with another one's layout."""
        layout = {key: value for key, value in other.metadata.items() if key in LAYOUT} if other else {}
        return self._replace(metadata=self.told | layout)


class Reading(NamedTuple):
    """All that a text says."""

    cells: tuple[TextCell, ...]
    metadata: dict[str, Any]

    @property
    def has_header(self) -> bool:
        """Tell whether the text speaks of the notebook's metadata at all."""
        return of_jupytext(self.metadata).get("notebook_metadata_filter") != "-all"

    @property
    def filters(self) -> dict[str, str]:
        """Return jupytext's filters of metadata for a text without a header, none for one that has it."""
        jupytext = of_jupytext(self.metadata)
        return {} if self.has_header else {key: jupytext[key] for key in _FILTERS if key in jupytext}

    @property
    def meaning(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return the cells without layout."""
        return [cell.meaning for cell in self.cells]

    @property
    def said(self) -> dict[str, Any]:
        """Return the notebook's metadata as far as the text speaks of it."""
        if not self.has_header:
            return {}
        jupytext = {key: value for key, value in of_jupytext(self.metadata).items() if key not in _OWN}
        rest = {key: value for key, value in self.metadata.items() if key != "jupytext"}
        return {**rest, **({"jupytext": jupytext} if jupytext else {})}


def same_meaning(one: Reading, other: Reading) -> bool:
    """Tell whether two texts say the same, blank lines between cells aside."""
    if one.has_header != other.has_header:  # what one of them does not speak of, they do not disagree about
        return [cell.meaning[:2] for cell in one.cells] == [cell.meaning[:2] for cell in other.cells]
    return one.meaning == other.meaning and one.said == other.said


def of_jupytext(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return what metadata say for jupytext; strangers put anything there."""
    found = metadata.get("jupytext")
    return found if isinstance(found, dict) else {}
