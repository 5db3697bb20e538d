"""How a notebook's JSON is laid out, and values rendered alike."""

from __future__ import annotations

from _json import encode_basestring, encode_basestring_ascii

from nbtrack.errors import EditError
from nbtrack.notebook.scan import document_start, scan_string, scan_value, skip_space

TYPE_CHECKING = False

_HEAD = 256  # bytes that hold the first key of all but very odd documents
_SHORT_HEAD = 16  # and of most, whose lines are indented
_known_heads: dict[bytes, Layout] = {}  # thousands of notebooks begin alike


class Layout:
    """Indent of one level, line end (both "" in a document of one line), separators, escapes.

    What it renders is text as `outline` wants it: UTF-8 bytes read as Latin-1.
    """

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

    def render(self, value: object, depth: int) -> str:
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
        if self.ascii or text.isascii() or any("\ud800" <= c <= "\udfff" for c in text):
            return encode_basestring_ascii(text)
        return encode_basestring(text).encode("utf-8").decode("latin-1")

    def enclose(self, brackets: str, entries: list[str], depth: int) -> str:
        """Put rendered entries between brackets; an empty container stays on its line, as `json` has it."""
        if not entries:
            return brackets
        inner = self.line(depth + 1)
        return brackets[0] + inner + (self.comma + inner).join(entries) + self.line(depth) + brackets[1]


def detect(text: str) -> Layout:
    """Read the layout off the first lines of a document, given as `outline` wants it."""
    return _of_first_key(text, ascii_only=text.isascii() and "\\u" in text)[0]


def detect_lines(raw: bytes) -> Layout:
    """Read off a document's first bytes how its lines are indented, but not whether it escapes.

    Raises ValueError or IndexError where they do not tell.
    """
    head = raw[:_SHORT_HEAD]
    if head not in _known_heads:
        layout, end = _of_head(raw[:_HEAD].decode("latin-1"))
        if end >= _SHORT_HEAD or not layout.newline:  # more of the text than this was looked at
            return layout
        _known_heads[head] = layout
    return _known_heads[head]


def _of_head(text: str) -> tuple[Layout, int]:
    try:
        return _of_first_key(text, ascii_only=False)
    except SystemError:  # what the scanner raises where a text ends too early and `json` is not imported
        raise ValueError("the first key is not in the head") from None


def _of_first_key(text: str, *, ascii_only: bool) -> tuple[Layout, int]:
    """Return the layout, and where the value of the first key starts."""
    start = document_start(text)
    key_start = skip_space(text, start + 1)
    key_end = scan_string(text, key_start + 1)[1]
    value_start = skip_space(text, skip_space(text, key_end) + 1)
    before = text[start + 1 : key_start]
    newline = "\r\n" if "\r\n" in before else "\n" if "\n" in before else ""
    layout = Layout(
        indent=before.rpartition("\n")[2] if newline else "",
        newline=newline,
        comma="," if newline else _comma(text, value_start),
        colon=text[key_end:value_start],
        ascii_only=ascii_only,
    )
    return layout, value_start


def _comma(text: str, value_start: int) -> str:
    """Return what stands between two entries of a document on one line."""
    end = scan_value(text, value_start)[1]
    comma = skip_space(text, end)
    return text[end : skip_space(text, comma + 1)] if text[comma] == "," else ", "


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if value != value:
            return "NaN"
        return {float("inf"): "Infinity", float("-inf"): "-Infinity"}.get(value) or float.__repr__(value)
    raise EditError(f"a {type(value).__name__} cannot stand in a notebook")
