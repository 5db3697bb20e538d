"""What came of one notebook."""

from __future__ import annotations

from nbtrack.notebook.strip.summary import counted, said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.edits import Edits


class Stripped:
    """A notebook's name and bytes, the bytes that strip makes of them, and how much leaves of each kind.

    `lost_outputs` tells whether outputs, or cells with all that is in them, are part of that.
    """

    __slots__ = ("_leaving", "lost_outputs", "name", "new", "raw")

    def __init__(
        self, name: str, raw: bytes, new: bytes, leaving: dict[str, int], *, lost_outputs: bool
    ) -> None:
        self.name = name
        self.raw = raw
        self.new = new
        self.lost_outputs = lost_outputs
        self._leaving = leaving

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing leaves."""
        return not any(self._leaving.values())

    @property
    def summary(self) -> str:
        """Say what leaves: "3 outputs, 2 counts"."""
        return said(self._leaving)


def result_of(notebook: Notebook, edits: Edits, new: bytes) -> Stripped:
    """Return what edits make of a notebook, given the bytes that they leave."""
    leaving = counted(notebook, edits) if edits else {}
    return Stripped(notebook.path, notebook.raw, new, leaving, lost_outputs=_takes_outputs(edits))


def _takes_outputs(edits: Edits) -> bool:
    return "outputs" in edits.emptied or any(
        "outputs" in edit.pointer or isinstance(edit.pointer[-1], int) for edit in edits.rest
    )
