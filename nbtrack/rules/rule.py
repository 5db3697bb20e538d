"""A rule as data: everything that selection, reports and help need without importing the rule's module."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from nbtrack.rules.finding import Finding
    from nbtrack.rules.subject import Subject

    Level = Literal["error", "warning", "note"]
    Fixes = Literal["always", "sometimes", "never"]
    Check = Callable[["Rule", Subject], Iterator[Finding]]


class Rule:
    """One thing that must not be in a notebook.

    The name says the bad thing, so that it reads well behind "allow"; `module` holds the function `check`
    and, as its docstring, the manual page. `level` is how loudly a report shouts; it changes no exit code.
    `outside` rules look at more than the notebook's bytes and the settings: the module has a function
    `surroundings` too, which says what a folder holds of that, as a value with a `repr`. Where that is not
    all, the rule says so with `subject.looks_outside()`.
    """

    __slots__ = ("code", "fixes", "level", "module", "name", "on", "outside", "summary")

    def __init__(
        self,
        code: str,
        name: str,
        summary: str,
        *,
        module: str,
        level: Level = "warning",
        fixes: Fixes = "never",
        on: bool = True,
        outside: bool = False,
    ) -> None:
        self.code = code
        self.name = name
        self.summary = summary
        self.module = module
        self.level: Level = level
        self.fixes: Fixes = fixes
        self.on = on
        self.outside = outside

    def load_check(self) -> Check:
        """Import the rule's module, which is the first time that it costs anything."""
        # `importlib` would cost more than most rules; the built-in is what the import statement uses.
        check: Check = __import__(self.module, fromlist=["check"]).check
        return check

    def surroundings(self, folder: str) -> object:
        """Return what an `outside` rule looks at in and above a folder."""
        return __import__(self.module, fromlist=["surroundings"]).surroundings(folder)

    def page(self) -> str:
        """Return the manual page as it stands in the rule's module."""
        return (__import__(self.module, fromlist=["__doc__"]).__doc__ or "").strip()
