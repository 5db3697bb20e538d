"""Ask the compiler what it makes of a text."""

from __future__ import annotations

import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST and PyCF_ALLOW_TOP_LEVEL_AWAIT, whose module costs an import
WITH_AWAIT = 0x2000
_TROUBLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


class NotPython(Exception):  # noqa: N818 - says what the text is
    """A text does not compile; `line` is 1-based, None where the compiler gives none."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def check(text: str, flags: int = 0) -> None:
    """Compile a text as a module; raises NotPython."""
    _compiled(text, flags)


def check_each(texts: Sequence[str]) -> None:
    """Compile several modules at once; raises NotPython where one of them, or all in one, do not compile.

    Each text ends with a line feed. A `pass` at the start of a line cannot stand within a statement, but for
    strings in three quotes and lines that go on: those are compiled by themselves as well.
    """
    for text in texts:
        if '"""' in text or "'''" in text or text.endswith("\\\n"):
            _check_without_tree(text)
    _check_without_tree("pass\n".join(texts))


class _Compiles(BaseException):
    """A text compiles: raised by its first statement, so that nothing of it ever runs."""


def _check_without_tree(text: str) -> None:
    """Compile a text as a module, without the classes for trees that `compile` makes the first time.

    Making them takes a tenth of an interpreter's start. Python compiles all of what it is to execute before
    any of it runs; features of `__future__`, which have to come first, are none of its texts'.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(f"raise compiles\n{text}", {"compiles": _Compiles})  # noqa: S102 - ends in its first line
        except _Compiles:
            return
        except _TROUBLE as error:
            raise NotPython(str(error), None) from None


def tree(text: str) -> ast.Module:
    """Parse a text, top-level await allowed; raises NotPython."""
    return _compiled(text, ONLY_TREE | WITH_AWAIT)  # type: ignore[return-value]


def _compiled(text: str, flags: int) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(text, "<cell>", "exec", flags, dont_inherit=True)
        except _TROUBLE as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            reason = error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__
            raise NotPython(reason, line) from None
