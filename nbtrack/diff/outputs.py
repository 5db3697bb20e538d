"""An output as its content: what kind it is, and its pieces by MIME type, whatever the nbformat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.notebook.mime_types import HTML, JSON, LATEX, PLAIN, SVG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# nbformat 3 has other names, and keeps the pieces of a result beside its type instead of in "data".
_OLD_TYPES = {"pyout": "execute_result", "pyerr": "error"}
_OLD_PARTS = {
    "text": PLAIN,
    "html": HTML,
    "latex": LATEX,
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": SVG,
    "javascript": "application/javascript",
    "json": JSON,
    "pdf": "application/pdf",
}


class OutputContent(NamedTuple):
    """What an output shows; `name` is what people call it, and a part's value is always text."""

    name: str
    parts: tuple[tuple[str, str], ...]


def contents_of(outputs: Iterable[dict[str, Any]]) -> list[OutputContent]:
    """Return what outputs show; the counts are left out, and a stream written in pieces is one text."""
    found: list[OutputContent] = []
    for output in outputs:
        content = _content(output)
        if found and output.get("output_type") == "stream" and found[-1].name == content.name:
            content = OutputContent(content.name, ((PLAIN, found[-1].parts[0][1] + content.parts[0][1]),))
            found.pop()
        found.append(content)
    return found


def parts_at(outputs: Sequence[dict[str, Any]], number: int) -> tuple[tuple[str, str], ...]:
    """Return the parts of an output by its number among those that are shown."""
    return contents_of(outputs)[number - 1].parts


def bundle_of(data: object) -> tuple[tuple[str, str], ...]:
    """Return the parts of a MIME bundle in the order of their types."""
    items = sorted(data.items()) if isinstance(data, dict) else []
    return tuple((mime, text_of(value)) for mime, value in items)


def text_of(value: object) -> str:
    """Return a value of a MIME bundle as text: lines joined, JSON written out."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        try:
            return "".join(value)
        except TypeError:  # JSON that is a list
            pass
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)


def _content(output: dict[str, Any]) -> OutputContent:
    kind = output.get("output_type")
    kind = _OLD_TYPES.get(kind, kind) if isinstance(kind, str) else "output"
    if kind == "stream":
        name = output.get("name", output.get("stream", "stdout"))
        return OutputContent(f"stream {text_of(name)}", ((PLAIN, text_of(output.get("text", ""))),))
    if kind == "error":
        return OutputContent(kind, ((PLAIN, _error_text(output)),))
    if "data" in output:
        return OutputContent(kind, bundle_of(output["data"]))
    return OutputContent(kind, bundle_of({m: output[key] for key, m in _OLD_PARTS.items() if key in output}))


def _error_text(output: dict[str, Any]) -> str:
    traceback = output.get("traceback")
    lines = [text_of(line) for line in traceback] if isinstance(traceback, list) else []
    return "\n".join([f"{text_of(output.get('ename', ''))}: {text_of(output.get('evalue', ''))}", *lines])
