"""Make edits by replacing spans of the original text, and prove the result.

Load-then-dump changes one real notebook in five: key order, indent, escapes, line ends. Splicing cannot
touch what it was not asked to, and the proof is that the spliced text parses to the intended document.
"""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.cut import cut_apart
from nbtrack.notebook.cut_out import without
from nbtrack.notebook.document import Notebook
from nbtrack.notebook.edits import REMOVE, Copy, Edit, Edits, at, edited
from nbtrack.notebook.layout import Layout, detect
from nbtrack.notebook.outline import Entry, Node, outline, quick_steps
from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from nbtrack.notebook.cut import Cut
    from nbtrack.notebook.document import Pointer
    from nbtrack.notebook.outline import Stepper

    Replacement = tuple[int, int, str]  # start, end, new text


def apply_edits(notebook: Notebook, edits: Iterable[Edit], cut: Cut | None = None) -> bytes:
    """Return the notebook's bytes with the edits made and every other byte as it was.

    `cut` is the notebook cut apart, where somebody did that already. Raises EditError where edits meet, where
    their place does not exist or is ambiguous, or where the result would not parse to what was asked for.
    """
    edits = edits if isinstance(edits, Edits) else Edits(edits)
    if not edits:
        return notebook.raw
    new = _cut_out(notebook, edits, cut) if edits.emptied or edits.dropped else None
    if new is None:
        return _spliced(notebook, list(edits))
    if not edits.rest:
        return new
    return _spliced(Notebook(new, notebook.reader(new), notebook.path, notebook.reader), edits.rest)


def _cut_out(notebook: Notebook, edits: Edits, cut: Cut | None) -> bytes | None:
    """Make those edits for which no value has to be found, None where they do not go before the others."""
    if not edits.are_apart:
        return None
    try:
        cut = cut or cut_apart(notebook.raw, notebook.reader)
    except EditError as error:
        raise error.of(notebook.path) from None
    return without(cut, edits, notebook.reader) if cut else None


def _spliced(notebook: Notebook, edits: list[Edit]) -> bytes:
    intended = _intended(notebook, edits)
    new = _spliced_quickly(notebook, edits)
    if new is None or not _parses_to(notebook, new, intended):
        new = _spliced_exactly(notebook, edits)
        if not _parses_to(notebook, new, intended):
            if notebook.reader is not parse_bytes:  # which may round numbers in one of the two texts alone
                return _spliced(_read_exactly(notebook), edits)
            raise EditError(f"{notebook.path}: an edit could not be proved exact, nothing was changed")
    return new


def _read_exactly(notebook: Notebook) -> Notebook:
    return Notebook(notebook.raw, parse_bytes(notebook.raw), notebook.path, parse_bytes)


def _spliced_quickly(notebook: Notebook, edits: list[Edit]) -> bytes | None:
    """Splice as if the document were indented evenly; None where it is not, or not to be edited at all."""
    try:
        text = notebook.raw.decode("latin-1")
        layout = detect(text)
        if not layout.indent:
            return None
        return _splice(text, _replacements(text, notebook.data, layout, edits, quick_steps(layout)))
    except (ValueError, IndexError, StopIteration, SystemError, EditError):  # as `scan.parse_text` says
        return None


def _spliced_exactly(notebook: Notebook, edits: list[Edit]) -> bytes:
    text = notebook.raw.decode("latin-1")
    try:
        return _splice(text, _replacements(text, notebook.data, detect(text), edits, None))
    except EditError as error:
        raise error.of(notebook.path) from None


def _parses_to(notebook: Notebook, raw: bytes, intended: object) -> bool:
    try:
        return _are_equal(notebook.reader(raw), intended)
    except ValueError:
        return False


def _are_equal(one: object, other: object) -> bool:
    """Compare two documents; NaN, which a kernel or a program may have made, equals any other."""
    if one == other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_are_equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_are_equal, one, other))
    return bool(one != one and other != other)


def _intended(notebook: Notebook, edits: list[Edit]) -> Any:
    try:
        return edited(notebook.data, edits)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise EditError(f"{notebook.path}: nothing stands at {error.args[0]!r}") from None


def _splice(text: str, replacements: list[Replacement]) -> bytes:
    parts: list[str] = []
    position = 0
    for start, end, new in sorted(replacements, key=lambda replacement: replacement[:2]):
        parts.append(text[position:start])
        parts.append(new)
        position = max(position, end)
    parts.append(text[position:])
    return "".join(parts).encode("latin-1")


def _replacements(
    text: str, data: object, layout: Layout, edits: list[Edit], step: Stepper | None
) -> list[Replacement]:
    pointers = [edit.pointer for edit in edits]
    copies = [element.pointer for edit in edits for element in _copies(edit.value)]
    root = outline(text, pointers + copies, step)
    by_container: dict[Pointer, list[Edit]] = {}
    for edit in edits:
        by_container.setdefault(edit.pointer[:-1], []).append(edit)
    found: list[Replacement] = []
    for pointer, group in by_container.items():
        node = _node(root, pointer)
        _require_found(node, at(data, pointer), group)
        splicer = _Container(text, root, layout, node, len(pointer))
        found.extend(splicer.replacements({edit.pointer[-1]: edit.value for edit in group}))
    return found


def _require_found(node: Node, value: object, edits: list[Edit]) -> None:
    """Raise EditError where a member was overlooked: written a second time it would hide the first."""
    for edit in edits:
        key = edit.pointer[-1]
        if isinstance(value, dict) and key in value and node.entry(key) is None:
            raise EditError(f"{key!r} stands where it was not looked for")


def _copies(value: object) -> Iterator[Copy]:
    return (
        (element for element in value if isinstance(element, Copy)) if isinstance(value, list) else iter(())
    )


def _node(root: Node, pointer: Pointer) -> Node:
    node: Node | None = root
    for key in pointer:
        entry = node.entry(key) if node else None
        node = entry.node if entry else None
    if node is None:
        raise EditError(f"nothing can be edited below {pointer!r}")
    return node


class _Container:
    """The edits of one object or array."""

    __slots__ = ("depth", "layout", "node", "root", "text")

    def __init__(self, text: str, root: Node, layout: Layout, node: Node, depth: int) -> None:
        self.text = text
        self.root = root
        self.layout = layout
        self.node = node
        self.depth = depth

    def replacements(self, values: dict[str | int, Any]) -> list[Replacement]:
        entries = self.node.entries
        added = {key: value for key, value in values.items() if self.node.entry(key) is None}
        removed = {entry.key for entry in entries if values.get(entry.key) is REMOVE}
        if added and len(removed) == len(entries):
            return [self._whole(added)]
        found = list(self._removals(removed))
        found.extend(
            (entry.value_start, entry.end, self._render(values[entry.key]))
            for entry in entries
            if entry.key in values and entry.key not in removed
        )
        found.extend(self._additions(added, [entry for entry in entries if entry.key not in removed]))
        return found

    def _whole(self, added: dict[str | int, Any]) -> Replacement:
        entries = [self._member(key, value) for key, value in added.items()]
        return self.node.start, self.node.end, self.layout.enclose("{}", entries, self.depth)

    def _removals(self, removed: set[str | int]) -> Iterator[Replacement]:
        entries = self.node.entries
        if removed and len(removed) == len(entries):
            yield self.node.start + 1, self.node.end - 1, ""
            return
        kept_before = False
        for index, entry in enumerate(entries):
            if entry.key not in removed:
                kept_before = True
            elif kept_before:  # with the comma before it
                yield entries[index - 1].end, entry.end, ""
            else:  # with the comma after it
                yield entry.start, entries[index + 1].start, ""

    def _additions(self, added: dict[str | int, Any], kept: list[Entry]) -> Iterator[Replacement]:
        """Put new members where sorted keys want them, as nbformat writes them, else at the end."""
        entries = self.node.entries
        keys = [str(entry.key) for entry in entries]
        in_order = keys == sorted(keys)
        for key, value in sorted(added.items(), key=lambda item: str(item[0])):
            later = [entry for entry in kept if in_order and str(entry.key) > str(key)]
            if later:
                yield later[0].start, later[0].start, self._member(key, value) + self._separator()
            else:
                yield entries[-1].end, entries[-1].end, self._separator() + self._member(key, value)

    def _separator(self) -> str:
        entries = self.node.entries
        if len(entries) > 1:
            return self.text[entries[0].end : entries[1].start]
        return self.layout.comma + self.text[self.node.start + 1 : entries[0].start]

    def _member(self, key: str | int, value: object) -> str:
        return f"{self.layout.string(str(key))}{self.layout.colon}{self._render(value)}"

    def _render(self, value: Any) -> str:
        depth = self.depth + 1
        if not any(True for _ in _copies(value)):
            return self.layout.render(value, depth)
        elements = [
            self._original(element.pointer)
            if isinstance(element, Copy)
            else self.layout.render(element, depth + 1)
            for element in value
        ]
        return self.layout.enclose("[]", elements, depth)

    def _original(self, pointer: Pointer) -> str:
        entry = _node(self.root, pointer[:-1]).entry(pointer[-1])
        if entry is None:
            raise EditError(f"nothing stands at {pointer!r}")
        return self.text[entry.value_start : entry.end]
