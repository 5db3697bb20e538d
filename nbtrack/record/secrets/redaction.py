"""Take secrets out of what is stored, by the same kinds that `nbtrack check` finds (NBT201).

Of what a run says and was told: outputs, what was printed, tracebacks, parameters, the command; and of the
cells of notebooks. Other code is the matter of `source_redaction`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import joined, parse
from nbtrack.notebook.edits import Edit, source_lines
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.notebook.splice import apply_edits
from nbtrack.record.secrets.source_redaction import redacted_source
from nbtrack.rules.leaks.secret_spans import kinds_in, secret_spans
from nbtrack.rules.leaks.texts import ENCODED
from nbtrack.terminal import without_colours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.notebook.document import Notebook

_PAPERMILL = "papermill"  # which writes down what a notebook was given in its metadata
REDACTED = "[redacted]"
_OPTION = re.compile(r"(-{0,2}[\w.-]+)=(.*)", re.DOTALL)


def redacted(text: str) -> str:
    """Return a text without secrets; one that holds some loses its colours, which may stand in them."""
    plain = without_colours(text)
    kinds = kinds_in(plain)
    spans = sorted(span for _, span in secret_spans(plain, kinds)) if kinds else []
    if not spans:
        return text
    parts, position = [], 0
    for start, end in spans:
        parts += [plain[position:start], REDACTED]
        position = end
    return redacted("".join((*parts, plain[position:])))  # what stood beside one may show another


def redacted_b(raw: bytes) -> bytes:
    """Return the bytes of a text without secrets."""
    text = raw.decode("utf-8", "surrogateescape")
    clean = redacted(text)
    return raw if clean is text else clean.encode("utf-8", "surrogateescape")


def redacted_text_b(raw: bytes) -> bytes:
    """Return the bytes of a text without secrets, and any others as they are."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    clean = redacted(text)
    return raw if clean == text else clean.encode("utf-8")


def redacted_value(name: str, value: object) -> Any:
    """Return a JSON value that stands under a name without secrets, which may be told by that name."""
    if isinstance(value, str):
        head, tail = f'"{name}": "', '"'
        clean = redacted(head + value + tail)
        return value if clean == head + value + tail else _within(clean, head, tail)
    if isinstance(value, dict):
        return {key: redacted_value(str(key), inner) for key, inner in value.items()}
    return [redacted_value(name, inner) for inner in value] if isinstance(value, list) else value


def redacted_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a command line without secrets, also where the name is the word before."""
    return _redacted_words(tuple(words))


@lru_cache(maxsize=1)  # a process that makes a thousand runs has one command line
def _redacted_words(words: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for before, word in zip(("", *words), words, strict=False):
        match = _OPTION.fullmatch(word)
        if match:
            found.append(f"{match[1]}={redacted_value(match[1].lstrip('-'), match[2])}")
        else:
            name = before.lstrip("-") if before.startswith("-") else ""
            found.append(redacted_value(name, word))
    return tuple(found)


def redacted_outputs(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs as nbformat stores them without secrets, themselves where there are none."""
    return [_redacted_output(output) for output in outputs]


def redacted_notebook(notebook: Notebook) -> Notebook:
    """Return a notebook whose outputs and sources hold no secrets, itself where they hold none."""
    edits = []
    for cell in notebook.cells:
        if cell.outputs and (outputs := redacted_outputs(cell.outputs)) != cell.outputs:
            edits.append(Edit((*cell.pointer, "outputs"), outputs))
        clean = redacted if INJECTED_TAG in cell.tags else redacted_source
        if (source := clean(cell.source)) != cell.source:
            edits.append(Edit((*cell.pointer, cell.source_key), source_lines(source)))
    told = notebook.metadata.get(_PAPERMILL)
    if (clean_told := redacted_value("", told)) != told:
        edits.append(Edit(("metadata", _PAPERMILL), clean_told))
    return parse(apply_edits(notebook, edits), notebook.path, notebook.reader) if edits else notebook


def source_secrets(notebook: Notebook) -> list[tuple[int, str]]:
    """Return (cell number, kind) of the secrets in sources."""
    return [
        (cell.number, kind.name)
        for cell in notebook.cells
        if INJECTED_TAG not in cell.tags and (kinds := kinds_in(cell.source))
        for kind, _ in secret_spans(cell.source, kinds)
    ]


def _redacted_output(output: dict[str, Any]) -> dict[str, Any]:
    found = dict(output)
    for key in ("text", "evalue"):
        if key in found:
            found[key] = _redacted_lines(found[key])
    if isinstance(found.get("traceback"), list):
        found["traceback"] = _redacted_traceback(found["traceback"])
    if isinstance(found.get("data"), dict):
        found["data"] = {mime: _redacted_mime(mime, value) for mime, value in found["data"].items()}
    return found


def _redacted_lines(value: object) -> Any:
    """Redact a text that may be split into lines, and keep it split."""
    text = joined(value)
    clean = redacted(text)
    if clean == text:
        return value
    return clean.splitlines(keepends=True) if isinstance(value, list) else clean


def _redacted_traceback(lines: list[Any]) -> list[Any]:
    text = "\n".join(str(line) for line in lines)
    clean = redacted(text)
    return lines if clean == text else clean.split("\n")


def _redacted_mime(mime: str, value: object) -> Any:
    if mime.startswith(ENCODED):
        return value
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        return _redacted_lines(value)
    return redacted_value("", value)


def _within(clean: str, head: str, tail: str) -> str:
    """Return what stands between, of a text whose frame may have been redacted along."""
    return clean[len(head) : -len(tail)] if clean.startswith(head) and clean.endswith(tail) else REDACTED
