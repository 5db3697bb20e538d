"""nbformat 4 in words: what a notebook's document must look like, minor version by minor version.

The published JSON Schema says only which alternative of `oneOf` did not fit; walking the document by hand
says what is wrong, costs no import, and is held against nbformat's own validator by tests.
"""

from __future__ import annotations

from nbtrack.notebook.document import FIRST_MINOR_WITH_IDS
from nbtrack.notebook.mime_types import is_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Pointer

    Problem = tuple[Pointer, str]  # relative to the value that was walked

CELL_KEYS = {
    "code": ("cell_type", "metadata", "source", "outputs", "execution_count"),
    "markdown": ("cell_type", "metadata", "source"),
    "raw": ("cell_type", "metadata", "source"),
}
_OPTIONAL_CELL_KEYS = {"code": (), "markdown": ("attachments",), "raw": ("attachments",)}
_OUTPUT_KEYS = {
    "execute_result": ("output_type", "data", "metadata", "execution_count"),
    "display_data": ("output_type", "data", "metadata"),
    "stream": ("output_type", "name", "text"),
    "error": ("output_type", "ename", "evalue", "traceback"),
}
_NOTEBOOK_KEYS = ("metadata", "nbformat", "nbformat_minor", "cells")
_LANGUAGE_TEXTS = ("file_extension", "mimetype", "pygments_lexer")


def notebook_problems(data: dict[str, Any]) -> Iterator[Problem]:
    """Find what is wrong outside the cells of an nbformat 4 document."""
    yield from _keys(data, _NOTEBOOK_KEYS, (), "the notebook")
    minor = data.get("nbformat_minor", 0)
    if not _is_whole(minor) or minor < 0:
        yield ("nbformat_minor",), "nbformat_minor is no whole number of at least 0"
    metadata = data.get("metadata", {})
    if not isinstance(metadata, dict):
        yield ("metadata",), "the notebook's metadata is no object"
        return
    for pointer, message in _notebook_metadata(metadata):
        yield ("metadata", *pointer), message


def cell_problems(cell: dict[str, Any], minor: int) -> Iterator[Problem]:
    """Find what is wrong in one cell; its id is left to the rules on ids where the format has ids."""
    kind = cell.get("cell_type")
    if not isinstance(kind, str) or kind not in CELL_KEYS:
        yield ("cell_type",), f"cell_type is {_shown(kind)}, not code, markdown or raw"
        return
    optional = (*_OPTIONAL_CELL_KEYS[kind], *(("id",) if minor >= FIRST_MINOR_WITH_IDS else ()))
    yield from _keys(cell, CELL_KEYS[kind], optional, f"a {kind} cell of nbformat 4.{minor}")
    if "source" in cell and not _is_multiline(cell["source"]):
        yield ("source",), "source is no text and no list of texts"
    yield from _below("metadata", _cell_metadata(cell.get("metadata", {}), kind, minor))
    yield from _below("attachments", _attachments(cell.get("attachments", {})))
    if kind == "code":
        yield from _run_state(cell)


def _run_state(cell: dict[str, Any]) -> Iterator[Problem]:
    yield from _count(cell)
    outputs = cell.get("outputs", [])
    if not isinstance(outputs, list):
        yield ("outputs",), "outputs is no list"
        return
    for index, output in enumerate(outputs):
        for pointer, message in _output(output):
            yield ("outputs", index, *pointer), f"output {index + 1}: {message}"


def _output(output: Any) -> Iterator[Problem]:
    kind = output.get("output_type") if isinstance(output, dict) else None
    if not isinstance(kind, str) or kind not in _OUTPUT_KEYS:
        yield (), f"output_type is {_shown(kind)}, not stream, display_data, execute_result or error"
        return
    yield from _keys(output, _OUTPUT_KEYS[kind], (), f"a {kind} output")
    yield from _texts(output, ("name", "ename", "evalue"))
    if "text" in output and not _is_multiline(output["text"]):
        yield ("text",), "text is no text and no list of texts"
    if not _is_texts(output.get("traceback", [])):
        yield ("traceback",), "traceback is no list of texts"
    if not isinstance(output.get("metadata", {}), dict):
        yield ("metadata",), "metadata is no object"
    yield from _count(output)
    yield from _below("data", _mimebundle(output.get("data", {})))


def _notebook_metadata(metadata: dict[str, Any]) -> Iterator[Problem]:
    for key, required in (("kernelspec", ("name", "display_name")), ("language_info", ("name",))):
        part = metadata.get(key, dict.fromkeys(required, ""))
        if not isinstance(part, dict):
            yield (key,), f"{key} is no object"
            continue
        yield from _below(key, _missing(part, required, key))
        yield from _below(
            key, _texts(part, (*required, *_LANGUAGE_TEXTS) if key == "language_info" else required)
        )
    language = metadata.get("language_info")
    mode = language.get("codemirror_mode", "") if isinstance(language, dict) else ""
    if not isinstance(mode, (str, dict)):
        yield ("language_info", "codemirror_mode"), "codemirror_mode is no text and no object"
    original = metadata.get("orig_nbformat", 1)
    if not _is_whole(original) or original < 1:
        yield ("orig_nbformat",), "orig_nbformat is no whole number of at least 1"


def _cell_metadata(metadata: object, kind: str, minor: int) -> Iterator[Problem]:
    if not isinstance(metadata, dict):
        yield (), "metadata is no object"
        return
    name = metadata.get("name", "unnamed")
    if not isinstance(name, str) or not name:
        yield ("name",), "the cell's name is no text, or empty"
    yield from _tags(metadata.get("tags", []))
    if kind == "raw":
        yield from _texts(metadata, ("format",))
    if minor >= 3 and not isinstance(metadata.get("jupyter", {}), dict):
        yield ("jupyter",), "jupyter is no object"
    if kind != "code":
        return
    if not isinstance(metadata.get("collapsed", False), bool):
        yield ("collapsed",), "collapsed is neither true nor false"
    if metadata.get("scrolled", False) not in (True, False, "auto"):
        yield ("scrolled",), 'scrolled is not true, false or "auto"'
    execution = metadata.get("execution", {})
    if minor >= 4 and not (
        isinstance(execution, dict) and all(isinstance(v, str) for v in execution.values())
    ):
        yield ("execution",), "execution is no object of texts"


def _tags(tags: Any) -> Iterator[Problem]:
    if not _is_texts(tags):
        yield ("tags",), "tags is no list of texts"
    elif len(set(tags)) < len(tags):
        yield ("tags",), "a tag stands twice"
    elif any(not tag or "," in tag for tag in tags):
        yield ("tags",), "a tag is empty or holds a comma"


def _attachments(attachments: object) -> Iterator[Problem]:
    if not isinstance(attachments, dict):
        yield (), "attachments is no object"
        return
    for name, bundle in attachments.items():
        yield from _below(name, _mimebundle(bundle))


def _mimebundle(bundle: object) -> Iterator[Problem]:
    if not isinstance(bundle, dict):
        yield (), "the data is no object of media types"
        return
    for media_type, value in bundle.items():
        if not is_json(media_type) and not _is_multiline(value):
            yield (media_type,), f"{media_type} is no text and no list of texts"


def _keys(
    value: dict[str, Any], required: tuple[str, ...], optional: tuple[str, ...], where: str
) -> Iterator[Problem]:
    yield from _missing(value, required, where)
    for key in value:
        if key not in required and key not in optional:
            yield (key,), f"{where} has no {_shown(key)}"


def _missing(value: dict[str, Any], required: tuple[str, ...], where: str) -> Iterator[Problem]:
    return (((key,), f"{where} lacks {key}") for key in required if key not in value)


def _texts(value: dict[str, Any], keys: tuple[str, ...]) -> Iterator[Problem]:
    return (((key,), f"{key} is no text") for key in keys if not isinstance(value.get(key, ""), str))


def _count(value: dict[str, Any]) -> Iterator[Problem]:
    count = value.get("execution_count")
    if count is not None and (type(count) is not int or count < 0):
        yield ("execution_count",), "execution_count is no whole number of at least 0"


def _below(key: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    return (((key, *pointer), message) for pointer, message in problems)


def _is_multiline(value: object) -> bool:
    return isinstance(value, str) or _is_texts(value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _is_whole(value: object) -> bool:
    # fastjsonschema, which nbformat asks first, takes 4.0 for an integer, but not where null is allowed too.
    return not isinstance(value, bool) and (
        isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    )


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else "missing" if value is None else "no text"
