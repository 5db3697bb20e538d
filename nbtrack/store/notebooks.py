"""Notebooks in the store: taken apart, so that what two runs share is kept once, and back byte for byte.

A notebook is a blob that lists its parts: stretches of the file as they are, and in between the digests of
sources, texts and images that have blobs of their own, decoded. How a part is encoded again is tried before
it is relied on: whatever would come back differently stays in the list as it is.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from nbtrack.errors import EditError, StoreError
from nbtrack.notebook.document import joined, parse
from nbtrack.notebook.layout import Layout, detect
from nbtrack.notebook.outline import outline
from nbtrack.store.canonical import digest_of, dump, load
from nbtrack.store.digest import first_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Notebook, Pointer
    from nbtrack.notebook.outline import Node
    from nbtrack.store.blobs import Blobs

_FORMAT = "nbtrack.notebook/1"
# Bytes. A file of its own costs a flush to disk; what is smaller is compressed with the rest of the notebook.
SMALLEST = 1024
_TEXT, _LINES, _BASE64, _BASE64_LINE = "text", "lines", "base64", "base64-line"


def put_notebook(blobs: Blobs, raw: bytes) -> str:
    """Keep a notebook and return its name; raises NotebookError for what is none."""
    text = raw.decode("latin-1")
    layout = detect(text)
    parts: list[Any] = []
    position = 0
    for start, end, depth, value in _large_values(parse(raw), text):
        taken = _encoding(value, text[start:end], layout, depth)
        if taken:
            encoding, content = taken
            parts += [_stretch(raw[position:start]), [encoding, depth, blobs.put(content)]]
            position = end
    parts.append(_stretch(raw[position:]))
    header = {name: getattr(layout, name) for name in Layout.__slots__}
    return blobs.put(dump({"format": _FORMAT, "layout": header, "parts": parts, "digest": digest_of(raw)}))


def get_notebook(blobs: Blobs, name: str) -> bytes:
    """Return the bytes of a notebook; raises StoreError where a part is missing or damaged."""
    try:
        found = load(blobs.get(name))
        header = found["layout"]
        ascii_only = header.pop("ascii")
        layout = Layout(**header, ascii_only=ascii_only)
        raw = b"".join(_joined_part(blobs, part, layout) for part in found["parts"])
        intact = digest_of(raw) == found["digest"]
    except (ValueError, TypeError, KeyError, AttributeError):
        intact = False
    if not intact:
        raise StoreError(
            f"blob {first_digits(name)} holds no notebook, or a damaged one",
            hint="run `nbtrack store verify`",
        )
    return raw


def parts_of(blobs: Blobs, name: str) -> list[str]:
    """List the digests that a notebook consists of, its own name first."""
    return [name, *(part[2] for part in load(blobs.get(name))["parts"] if isinstance(part, list))]


def code_digest(notebook: Notebook, without_tag: str) -> str:
    """Return a digest that is equal for notebooks of equal code; cells with a tag do not count."""
    return digest_of(
        dump([cell.source for cell in notebook.cells if cell.kind == "code" and without_tag not in cell.tags])
    )


def _large_values(notebook: Notebook, text: str) -> Iterator[tuple[int, int, int, Any]]:
    """Yield (start, end, depth, value) of each large source, output text and image, in the file's order."""
    places = {pointer: value for pointer, value in _candidates(notebook) if _size(value) >= SMALLEST}
    if not places:
        return
    root = outline(text, places)
    spans = ((_span(root, pointer), len(pointer), value) for pointer, value in places.items())
    yield from sorted(
        ((*span, depth, value) for span, depth, value in spans if span), key=lambda found: found[0]
    )


def _candidates(notebook: Notebook) -> Iterator[tuple[Pointer, Any]]:
    for cell in notebook.cells:
        yield (*cell.pointer, cell.source_key), cell.data.get(cell.source_key)
        for index, output in enumerate(cell.outputs):
            where = (*cell.pointer, "outputs", index)
            yield (*where, "text"), output.get("text")
            bundle = output.get("data")
            for mime, value in bundle.items() if isinstance(bundle, dict) else ():
                yield (*where, "data", mime), value


def _size(value: object) -> int:
    return len(joined(value))


def _span(root: Node, pointer: Pointer) -> tuple[int, int] | None:
    """Return where a value stands, None where a key on the way stands twice."""
    node: Node | None = root
    entry = None
    for key in pointer:
        try:
            entry = node.entry(key) if node else None
        except EditError:
            return None
        node = entry.node if entry else None
    return (entry.value_start, entry.end) if entry else None


def _encoding(value: object, span: str, layout: Layout, depth: int) -> tuple[str, bytes] | None:
    """Return how a value can be decoded so that it comes back as it stands, and the decoded bytes."""
    for encoding in (_BASE64, _BASE64_LINE) if isinstance(value, str) else (_LINES,):
        content = _decoded(value, encoding)
        if content is not None and _encoded(content, encoding, layout, depth) == span:
            return encoding, content
    content = _decoded(value, _TEXT) if isinstance(value, str) else None
    if content is not None and _encoded(content, _TEXT, layout, depth) == span:
        return _TEXT, content
    return None


def _decoded(value: Any, encoding: str) -> bytes | None:
    try:
        if encoding == _TEXT:
            return str(value).encode("utf-8")
        if encoding == _LINES:
            return joined(value).encode("utf-8")
        return base64.b64decode(value.removesuffix("\n"), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None


def _encoded(content: bytes, encoding: str, layout: Layout, depth: int) -> str:
    if encoding == _LINES:
        return layout.render(content.decode("utf-8").splitlines(keepends=True), depth)
    if encoding == _TEXT:
        return layout.string(content.decode("utf-8"))
    end = "\n" if encoding == _BASE64_LINE else ""
    return layout.string(base64.b64encode(content).decode("ascii") + end)


def _joined_part(blobs: Blobs, part: Any, layout: Layout) -> bytes:
    if isinstance(part, str):
        return part.encode("utf-8")
    encoding, depth, digest = part
    return _encoded(blobs.get(digest), encoding, layout, depth).encode("latin-1")


def _stretch(raw: bytes) -> str:
    return raw.decode("utf-8")
