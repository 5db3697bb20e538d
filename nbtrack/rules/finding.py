"""What a rule reports, and how it can be mended."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from nbtrack.notebook.document import Pointer
    from nbtrack.notebook.edits import Edit
    from nbtrack.rules.rule import Rule

    Safety = Literal["safe", "unsafe"]


class Fix:
    """The edits that cure a finding.

    A *safe* fix keeps what the notebook means: its code, its text and how it runs. An *unsafe* one may change
    that, or throws away what cannot be made again; it is applied only where `--unsafe-fixes` asks for it.
    """

    __slots__ = ("edits", "safety", "title")

    def __init__(self, title: str, edits: tuple[Edit, ...], safety: Safety = "safe") -> None:
        self.title = title
        self.edits = edits
        self.safety = safety


class Place:
    """Where a finding is: a whole notebook, a cell, or a line of a cell's source.

    Cell, line and columns are 1-based, columns count characters and `end_column` is the first one behind;
    `pointer` is the value in the document that the finding is about; `snippet` is the source line itself.
    """

    __slots__ = ("cell", "cell_id", "column", "end_column", "line", "pointer", "snippet")

    def __init__(
        self,
        pointer: Pointer = (),
        *,
        cell: int | None = None,
        cell_id: str | None = None,
        line: int | None = None,
        column: int | None = None,
        end_column: int | None = None,
        snippet: str | None = None,
    ) -> None:
        self.pointer = pointer
        self.cell = cell
        self.cell_id = cell_id
        self.line = line
        self.column = column
        self.end_column = end_column
        self.snippet = snippet


WHOLE_NOTEBOOK = Place()


class Finding:
    """One thing that a rule found; `rule` tells its code, level and where to read more."""

    __slots__ = ("fix", "message", "path", "place", "rule")

    def __init__(self, rule: Rule, path: str, place: Place, message: str, fix: Fix | None = None) -> None:
        self.rule = rule
        self.path = path
        self.place = place
        self.message = message
        self.fix = fix

    @property
    def code(self) -> str:
        """The code of the rule: `NBT101`."""
        return self.rule.code

    def sort_key(self) -> tuple[int, int, int, str]:
        """Order findings as a reader meets them."""
        place = self.place
        return (place.cell or 0, place.line or 0, place.column or 0, self.rule.code)
