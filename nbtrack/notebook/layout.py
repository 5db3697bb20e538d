"""How a notebook's JSON is laid out, and values rendered alike."""

from __future__ import annotations

from _json import encode_basestring, encode_basestring_ascii

from nbtrack.errors import EditError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.outline import Node


class Layout:
    """Indent of one level, line end (both "" in a document of one line), separators, escapes."""

    __slots__ = ("ascii", "colon", "comma", "indent", "newline")

    def __init__(self, *, indent: str, newline: str, comma: str, colon: str, ascii_only: bool) -> None:
        self.indent = indent
        self.newline = newline
        self.comma = comma
        self.colon = colon
        self.ascii = ascii_only

    def line(self, depth: int) -> str:
        """Return what stands before an entry at a depth: a line end and the indent, or nothing."""
        return self.newline + self.indent * depth

    def render(self, value: Any, depth: int) -> str:
        """Render a JSON value whose first line stands at a depth."""
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, dict):
            entries = [f"{self.string(k)}{self.colon}{self.render(v, depth + 1)}" for k, v in value.items()]
            return self.enclose("{}", entries, depth)
        if isinstance(value, (list, tuple)):
            return self.enclose("[]", [self.render(element, depth + 1) for element in value], depth)
        return _scalar(value)

    def string(self, text: str) -> str:
        """Render a string; a lone surrogate can be written only as an escape."""
        if self.ascii or any("\ud800" <= c <= "\udfff" for c in text):
            return encode_basestring_ascii(text)
        return encode_basestring(text)

    def enclose(self, brackets: str, entries: list[str], depth: int) -> str:
        """Put rendered entries between brackets; an empty container stays on its line, as `json` has it."""
        if not entries:
            return brackets
        inner = self.line(depth + 1)
        return brackets[0] + inner + (self.comma + inner).join(entries) + self.line(depth) + brackets[1]


def detect(text: str, root: Node) -> Layout:
    """Read the layout off the document's outermost object."""
    first = root.entries[0]
    before = text[root.start + 1 : first.start]
    newline = "\r\n" if "\r\n" in before else "\n" if "\n" in before else ""
    colon = text[text.index('"', _key_end(text, first.start)) + 1 : first.value_start]
    return Layout(
        indent=before.rpartition("\n")[2] if newline else "",
        newline=newline,
        comma=_comma(text, root, pretty=bool(newline)),
        colon=colon,
        ascii_only=text.isascii() and "\\u" in text,
    )


def _key_end(text: str, start: int) -> int:
    from nbtrack.notebook.scan import scan_string

    return scan_string(text, start + 1)[1] - 1


def _comma(text: str, root: Node, *, pretty: bool) -> str:
    if pretty or len(root.entries) < 2:
        return ","
    return text[root.entries[0].end : root.entries[1].start]


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if value != value:
            return "NaN"
        return {float("inf"): "Infinity", float("-inf"): "-Infinity"}.get(value) or float.__repr__(value)
    raise EditError(f"a {type(value).__name__} cannot stand in a notebook")
