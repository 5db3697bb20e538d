"""A notebook as text that people can read in `git diff`, `git log -p` and `git blame`.

Nothing in it depends on where a cell stands: a new cell must not change the lines of those below it.
"""

from __future__ import annotations

from nbtrack.notebook.document import joined
from nbtrack.notebook.layout import Layout
from nbtrack.notebook.mime_types import PLAIN
from nbtrack.terminal import count_text, safe, safe_line, size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook

HEADING = "%%"
FIRST_LINE = f"{HEADING} notebook"
MOST_LINES = 20  # of one output
_JSON = Layout(indent="", newline="", comma=", ", colon=": ", ascii_only=False)


def readable(notebook: Notebook) -> Iterator[str]:
    """Yield the lines: the notebook's metadata, then cells with source, metadata and short outputs."""
    yield FIRST_LINE
    yield from _values("metadata", notebook.metadata)
    for cell in notebook.cells:
        yield from _cell(cell)


def _cell(cell: Cell) -> Iterator[str]:
    tags = f" [{', '.join(map(safe_line, cell.tags))}]" if cell.tags else ""
    yield f"{HEADING} {safe_line(cell.kind) or 'cell'}{tags}"
    yield from _lines(cell.source)
    yield from _values("metadata", {key: value for key, value in cell.metadata.items() if key != "tags"})
    for name, bundle in cell.attachments.items():
        yield from _bundle(bundle, f"attachment {safe_line(str(name))} ")
    for output in cell.outputs:
        yield from _output(output)


def _output(output: dict[str, Any]) -> Iterator[str]:
    kind = output.get("output_type")
    if kind == "error":
        yield f"{HEADING} error"
        yield safe_line(f"{output.get('ename')}: {output.get('evalue')}")
        return
    yield f"{HEADING} output" + (f" {safe_line(str(output['name']))}" if "name" in output else "")
    yield from _short(joined(output.get("text")))
    yield from _bundle(output.get("data"), "")


def _bundle(bundle: object, name: str) -> Iterator[str]:
    for mime, value in bundle.items() if isinstance(bundle, dict) else ():
        if mime == PLAIN:
            yield from _short(joined(value))
        else:
            text = value if isinstance(value, str) else joined(value) or str(value)
            yield f"({name}{safe_line(str(mime))}, {size_text(len(text))}, {_fingerprint(text)})"


def _short(text: str) -> Iterator[str]:
    lines = list(_lines(text))
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"… {count_text(len(lines) - MOST_LINES, 'more line')}, {_fingerprint(text)}"


def _lines(text: str) -> Iterator[str]:
    # Only a line feed ends a line: what else `splitlines` takes for an end stands inside Python strings.
    if text:
        yield from (safe(line) for line in text.removesuffix("\n").split("\n"))


def _values(path: str, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _values(f"{path}.{key}", value[key])
    else:
        rendered = _JSON.render(value, 0).encode("latin-1").decode("utf-8", "replace")
        yield safe_line(f"{path} = {rendered}")


def _fingerprint(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
