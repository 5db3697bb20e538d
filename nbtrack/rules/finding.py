"""What a rule reports, and how it can be mended."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from nbtrack.notebook.edits import Edit
    from nbtrack.rules.place import Place
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
        self.safety: Safety = safety


class Finding:
    """One thing that a rule found in a notebook; `rule` tells its code, its level and where to read more.

    `mark` tells it from others that say the same of the same place: a digest, never shown.
    """

    __slots__ = ("fix", "mark", "message", "place", "rule")

    def __init__(
        self, rule: Rule, place: Place, message: str, fix: Fix | None = None, *, mark: str = ""
    ) -> None:
        self.rule = rule
        self.place = place
        self.message = message
        self.fix = fix
        self.mark = mark

    @property
    def has_safe_fix(self) -> bool:
        """Tell whether `--fix` mends it."""
        return self.fix is not None and self.fix.safety == "safe"

    def order(self) -> tuple[int, int, int, str]:
        """Order findings as a reader meets them."""
        place = self.place
        return (place.cell or 0, place.line or 0, place.column or 0, self.rule.code)
