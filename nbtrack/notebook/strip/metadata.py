"""Which metadata leaves."""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.patterns import Patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook, Pointer
    from nbtrack.notebook.marks import Marks

_NOTEBOOK = "metadata."
_CELL = "cell."
_CELL_METADATA = "cell.metadata."
# These are the cell itself, whatever a pattern such as `cell.*` fits; some have options of their own.
_ITSELF = frozenset(
    {"cell_type", "execution_count", "id", "input", "language", "outputs", "prompt_number", "source"}
)
# What a cell says of its own outputs: a cell with one of these is always looked at.
_WISHES = frozenset({"init_cell", "keep_output", "tags"})
# The same by their paths, tags aside. Without them the next strip would take what this one keeps.
_WISH_PATHS = frozenset({"cell.metadata.init_cell", "cell.metadata.keep_output", "metadata.keep_output"})
_TAGS_PATH = "cell.metadata.tags"


class MetadataFilter:
    """The part of a policy that is about metadata, ready to be asked for each of many cells."""

    __slots__ = (
        "_allowed",
        "_denied",
        "_itself",
        "_keep_tags",
        "_kept",
        "_named",
        "_staying",
        "known_keys",
        "known_texts",
        "leaving_keys",
        "names_other_keys",
    )

    def __init__(
        self, drop: tuple[str, ...], keep: tuple[str, ...], only: tuple[str, ...], keep_tags: Patterns
    ) -> None:
        self._denied = Patterns(drop)
        self._named = frozenset(drop)
        self._kept = Patterns(keep)
        self._keep_tags = keep_tags
        # Attachments are what a cell shows: they leave where somebody names them, not by the way.
        self._itself = _ITSELF if "cell.attachments" in drop else _ITSELF | {"attachments"}
        # A list that names nothing of a cell says nothing about cells, and likewise for the notebook.
        self._allowed = {
            top: Patterns(pattern for name in only if name.startswith(top) for pattern in (name, f"{name}.*"))
            for top in (_NOTEBOOK, _CELL_METADATA)
        }
        # Keys of cells' metadata that were seen to stay or leave whatever they hold, and say nothing of the
        # cell's outputs: thousands of cells have the same.
        self.known_keys: set[str] = set()
        self.leaving_keys: set[str] = set()
        # What such metadata becomes, by its layout and text (`cell_metadata`).
        self.known_texts: dict[Marks, dict[bytes, tuple[bytes, int]]] = {}
        self._staying: set[str] = set()  # likewise of notebooks' metadata
        self.names_other_keys = any(
            name.startswith(_CELL) and not name.startswith(_CELL_METADATA) for name in drop
        )

    def notebook_edits(self, notebook: Notebook) -> list[Edit]:
        """Return the edits that take unwanted metadata off the notebook."""
        edits: list[Edit] = []
        if not self._staying.issuperset(notebook.metadata):
            edits += self._edits(notebook.metadata, ("metadata",), _NOTEBOOK, self._allowed[_NOTEBOOK])
        # nbformat 4 moved `orig_nbformat` from the top into the metadata; old tools left it at the top.
        if "orig_nbformat" in notebook.data and self._denied.match("metadata.orig_nbformat"):
            edits.append(Edit(("orig_nbformat",), REMOVE))
        return edits

    def cell_edits(self, cell: Cell) -> list[Edit]:
        """Return the edits that take unwanted metadata, or other keys named `cell.KEY`, off a cell."""
        metadata = cell.metadata
        edits: list[Edit] = []
        if metadata:
            place = (*cell.pointer, "metadata")
            edits += self._edits(metadata, place, _CELL_METADATA, self._allowed[_CELL_METADATA])
        if self.names_other_keys:
            others = {k: v for k, v in cell.data.items() if k != "metadata" and k not in self._itself}
            edits += self._edits(others, cell.pointer, _CELL, Patterns(()))
        return edits

    def _edits(self, data: dict[str, Any], place: Pointer, prefix: str, allowed: Patterns) -> Iterator[Edit]:
        """Walk the keys below data by their dotted paths; a key that leaves takes all below it along."""
        for key, value in data.items():
            path = f"{prefix}{key}"
            if path not in self._named and self._is_wish(path, value):
                continue
            if self._leaves(path, allowed):
                if prefix == _CELL_METADATA and key not in _WISHES:
                    self.leaving_keys.add(key)
                    self.known_keys.add(key)
                yield Edit((*place, key), REMOVE)
            elif allowed or self._denied.any_below(f"{path}."):
                if isinstance(value, dict):
                    yield from self._edits(value, (*place, key), f"{path}.", allowed)
            elif prefix == _NOTEBOOK:
                self._staying.add(key)
            elif prefix == _CELL_METADATA and key not in _WISHES:
                self.known_keys.add(key)

    def _leaves(self, path: str, allowed: Patterns) -> bool:
        if allowed and not allowed.match(path) and not allowed.any_below(f"{path}."):
            return True
        return self._denied.match(path) and not self._kept.match(path)

    def _is_wish(self, path: str, value: object) -> bool:
        """Tell whether metadata is an instruction to strip itself, which leaves only where it is named."""
        if path == _TAGS_PATH and isinstance(value, list):
            return any(isinstance(tag, str) and self._keep_tags.match(tag) for tag in value)
        return path in _WISH_PATHS
