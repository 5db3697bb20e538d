"""Read JSON with the interpreter's own C scanner.

`json` wraps the same scanner, but its import brings `re` and half as much time again as an empty
interpreter takes to start; a git filter or a hook pays that on every call.
"""

from __future__ import annotations

from _json import make_scanner, scanstring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WHITESPACE = " \t\n\r"
_BYTE_ORDER_MARK = "\xef\xbb\xbf"  # UTF-8 read as Latin-1


class _Context:
    """What `json.decoder.JSONDecoder` would tell the scanner."""

    strict = True
    object_hook = None
    object_pairs_hook: Callable[[list[tuple[str, Any]]], Any] | None = None
    array_hook = None  # since Python 3.15
    parse_float = float
    parse_int = int
    memo: dict[str, str] = {}  # noqa: RUF012 - the scanner only wants the attribute
    # One object for each constant, so that NaN equals itself when two parses are compared.
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


def scanner_for(context: _Context) -> Callable[[str, int], tuple[Any, int]]:
    """Return the scanner for a context, by way of `json` where this Python asks for more than that tells."""
    asked: Any = context
    try:
        make_scanner(asked)
    except AttributeError:  # as in Python 3.15, which was the first to ask for `array_hook`
        from json import JSONDecoder

        hook, constant = context.object_pairs_hook, context.parse_constant
        asked = JSONDecoder(object_pairs_hook=hook, parse_constant=constant)
    scanner: Callable[[str, int], tuple[Any, int]] = make_scanner(asked)
    return scanner


# (text, index) -> (value, end). Raises StopIteration(index) where no value starts, ValueError (a
# json.JSONDecodeError with `pos`) inside a broken one, RecursionError where nesting is too deep.
scan_value: Callable[[str, int], tuple[Any, int]] = scanner_for(_Context())
# (text, index after the quote) -> (value, index after the closing quote)
scan_string: Callable[[str, int], tuple[str, int]] = scanstring


def skip_space(text: str, index: int) -> int:
    """Return the index of the next character that is not JSON white space, or the length of text."""
    while text[index : index + 1] and text[index] in _WHITESPACE:
        index += 1
    return index


def document_start(text: str) -> int:
    """Return where the first bracket stands in a file's bytes that were read as Latin-1."""
    return skip_space(text, len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0)


def parse_bytes(raw: bytes) -> Any:
    """Parse a JSON file; raises ValueError, with `pos` where it is known, or RecursionError."""
    return parse_text(str(raw, "utf-8"))


def parse_text(text: str) -> Any:
    """Parse a whole JSON text, a byte order mark allowed; raises ValueError with `pos`, or RecursionError."""
    start = skip_space(text, 1 if text.startswith("\ufeff") else 0)
    try:
        value, end = scan_value(text, start)
    except StopIteration as stop:
        raise syntax_error("expecting a value", text, stop.value) from None
    except SystemError:  # up to Python 3.12 the scanner finds its error class only where `json` is imported
        import json.decoder  # noqa: F401

        value, end = scan_value(text, start)
    end = skip_space(text, end)
    if end != len(text):
        raise syntax_error("text after the end of the document", text, end)
    return value


def parse_pairs(text: str, from_pairs: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    """Parse a text that is known to parse, making each object from its pairs of key and value."""
    context = _Context()
    context.object_pairs_hook = from_pairs
    start = skip_space(text, 1 if text.startswith("\ufeff") else 0)
    return scanner_for(context)(text, start)[0]


def syntax_error(reason: str, text: str, position: int) -> ValueError:
    """Return the error that the scanner itself would raise at a position."""
    from json import JSONDecodeError

    return JSONDecodeError(reason, text, position)
