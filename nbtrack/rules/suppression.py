"""What a person allowed: by a comment in a cell, a tag on a cell, or in the notebook's metadata.

A comment of its own line speaks for the cell, one behind code for its line; `ignore` without codes allows
everything. Markdown cells say it in an HTML comment.
"""

from __future__ import annotations

from nbtrack.rules.place import Place, in_cell, in_notebook, in_source
from nbtrack.rules.selection import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.rules.finding import Finding
    from nbtrack.rules.rule import Rule

_NAME = "nbtrack:"
_VERB = "ignore"
TAG = "nbtrack-ignore"
METADATA_KEY = "nbtrack"


class Suppression:
    """Selectors allowed at a place: in the whole notebook, in one cell, or on one line of one."""

    __slots__ = ("cell", "line", "place", "selectors", "spelling", "used")

    def __init__(
        self,
        selectors: tuple[str, ...],
        place: Place,
        *,
        cell: int | None,
        line: int | None,
        spelling: str = "",
    ) -> None:
        self.selectors = selectors
        self.place = place
        self.cell = cell
        self.line = line
        self.spelling = spelling
        self.used: set[str] = set()

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is allowed, and remember the selector that allows it."""
        place = finding.place
        if self.cell is not None and (self.cell != place.cell or self.line not in (None, place.line)):
            return False
        hits = [selector for selector in self.selectors if matches(selector, finding.rule)]
        self.used.update(hits)
        return bool(hits)

    def unused(self, ran: Sequence[Rule], known: Sequence[Rule]) -> Iterator[str]:
        """List selectors that allowed nothing: a rule that they fit did run, or they fit no rule at all."""
        for selector in self.selectors:
            could_have = any(matches(selector, rule) for rule in ran)
            is_unknown = not any(matches(selector, rule) for rule in known) and not _of_plugin(selector)
            if selector not in self.used and (could_have or is_unknown):
                yield selector


def rewritten(line: str, selectors: tuple[str, ...]) -> str | None:
    """Return a line whose suppression is of other selectors, or none; None where its end is elsewhere."""
    before, mark, behind = _at_mark(line)
    if selectors:
        _, closed, reason = behind.partition("]")
        return f"{before}{mark}[{', '.join(selectors)}]{reason}" if closed else None
    opening = before.rstrip()
    if not opening.endswith("<!--"):
        return opening.rstrip("#").rstrip()
    _, closed, rest = behind.partition("-->")
    return (opening.removesuffix("<!--") + rest).rstrip() if closed else None


def _of_plugin(selector: str) -> bool:
    """Tell whether a selector may be a code of a plug-in, which need not be loaded everywhere."""
    return selector.isupper() and selector.isalnum() and not selector.startswith("NBT")


def suppressions(notebook: Notebook) -> list[Suppression]:
    """Find everything that a notebook allows."""
    found = list(_in_metadata(notebook))
    if TAG.encode() in notebook.raw:
        found.extend(s for cell in notebook.cells for s in _in_tags(cell))
    if _NAME.encode() in notebook.raw:
        found.extend(s for cell in notebook.cells for s in _in_comments(cell))
    return found


def _in_metadata(notebook: Notebook) -> Iterator[Suppression]:
    own = notebook.metadata.get(METADATA_KEY)
    listed = own.get("ignore") if isinstance(own, dict) else None
    if isinstance(listed, list):
        selectors = tuple(selector for selector in listed if isinstance(selector, str))
        yield Suppression(selectors, in_notebook("metadata", METADATA_KEY, "ignore"), cell=None, line=None)


def _in_tags(cell: Cell) -> Iterator[Suppression]:
    for tag in cell.tags:
        name, _, codes = tag.partition(":")
        if name == TAG:
            place = in_cell(cell, "metadata", "tags")
            yield Suppression(_split(codes), place, cell=cell.number, line=None, spelling=tag)


def _in_comments(cell: Cell) -> Iterator[Suppression]:
    for number, line in enumerate(cell.source.split("\n"), 1):
        before, mark, behind = _at_mark(line)
        opening = before.rstrip()
        if not mark or not opening.endswith(("#", "<!--")):
            continue
        code = opening.removesuffix("<!--").rstrip("#").strip()
        place = in_source(cell, number, len(before) + 1, len(before) + len(mark) + 1)
        yield Suppression(_listed(behind), place, cell=cell.number, line=number if code else None)


def _at_mark(line: str) -> tuple[str, str, str]:
    """Cut a line around the mark, as `str.partition` does; blanks within it are up to who writes it."""
    start = line.find(_NAME)
    while start >= 0:
        behind = line[start + len(_NAME) :]
        verb = behind.lstrip(" \t")
        if verb.startswith(_VERB):
            rest = verb.removeprefix(_VERB)
            return line[:start], line[start : len(line) - len(rest)], rest
        start = line.find(_NAME, start + 1)
    return line, "", ""


def _listed(text: str) -> tuple[str, ...]:
    """Return the selectors behind the mark; codes without brackets count, or they would allow everything."""
    inner, closed, _ = text.lstrip()[1:].partition("]") if text.lstrip().startswith("[") else ("", "", "")
    return _split(inner) if closed else _leading_codes(text.lstrip("[: ")) or _split("")


def _leading_codes(text: str) -> tuple[str, ...]:
    codes: list[str] = []
    for word in text.replace(",", " ").split():
        if not (word[:3].upper() == "NBT" and word[3:].isdigit()):
            break
        codes.append(word)
    return tuple(codes)


def _split(codes: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in codes.split(",") if code.strip()) or ("ALL",)
