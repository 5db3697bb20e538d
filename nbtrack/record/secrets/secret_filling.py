"""Put secrets back that a record was kept without, out of files that are there and have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.errors import NbtrackError, RunError
from nbtrack.notebook.document import parse
from nbtrack.notebook.edits import Edit, source_lines
from nbtrack.notebook.splice import apply_edits
from nbtrack.record.secrets.source_redaction import MARK, redacted_source
from nbtrack.store.versions import NOTEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Cell, Notebook

_REDACTED_B = MARK.encode("ascii")


class Secrets:
    """What stands in a text where a record of it has a mark."""

    def __init__(self, text: str) -> None:
        self._clean = redacted_source(text)
        self._text = text
        self._lines: dict[str, str | None] = {}  # None for what is not the same everywhere
        if self._clean != text:
            for clean, line in zip(self._clean.split("\n"), text.split("\n"), strict=True):
                if MARK in clean and self._lines.setdefault(clean, line) != line:
                    self._lines[clean] = None

    def filled(self, text: str) -> str:
        """Return a recorded text with its secrets; marks stay where they stand for something else."""
        if text == self._clean:
            return self._text
        return "\n".join(map(self.filled_line, text.split("\n")))

    def filled_line(self, line: str) -> str:
        """Return a line of it."""
        return self._lines.get(line) or line


def is_marked(raw: bytes) -> bool:
    """Tell whether a record was kept without something."""
    return _REDACTED_B in raw


def filled_file(path: str, recorded: bytes, contents: Iterable[bytes | None]) -> bytes:
    """Return a recorded file with the secrets that other versions have; raises RunError where one lacks."""
    found, lacking = filled_as_far(path, recorded, contents)
    if lacking:
        raise RunError(
            f"{path}: {lacking[0]} held a secret, which is not on record, and no version of the file has it",
            hint="put the secret back into the file where it stood, or run it anew",
        )
    return found


def filled_as_far(
    path: str, recorded: bytes, contents: Iterable[bytes | None]
) -> tuple[bytes, tuple[str, ...]]:
    """Return the same, and in words where secrets are lacking."""
    if not is_marked(recorded):
        return recorded, ()
    if path.endswith(NOTEBOOK):
        notebook = parse(recorded, path)
        for content in contents:
            notebook = filled_notebook(notebook, content or b"")
        return notebook.raw, tuple(f"cell {cell.number}" for cell in notebook.cells if MARK in cell.source)
    text = _text(recorded)
    for content in contents:
        text = Secrets(_text(content or b"")).filled(text)
    lacking = tuple(f"line {number}" for number, line in enumerate(text.split("\n"), 1) if MARK in line)
    return text.encode("utf-8", "surrogateescape"), lacking


def filled_notebook(notebook: Notebook, content: bytes) -> Notebook:
    """Return a recorded notebook with the secrets that another version of it has."""
    there = [Secrets(cell.source) for cell in _cells(content)]
    edits = []
    for cell in notebook.cells:
        source = cell.source
        for one in there if MARK in source else ():
            source = one.filled(source)
        if source != cell.source:
            edits.append(Edit((*cell.pointer, cell.source_key), source_lines(source)))
    return parse(apply_edits(notebook, edits), notebook.path, notebook.reader) if edits else notebook


def filled_patch(patch: bytes, old: Iterable[bytes], new: Iterable[bytes | None]) -> bytes:
    """Return a recorded patch with the secrets of the files that it is for, and of what they became."""
    before = [Secrets(_text(content)) for content in old]
    after = [*(Secrets(_text(content or b"")) for content in new), *before]
    lines = []
    for line in _text(patch).split("\n"):
        filled = line[1:]
        for one in (after if line[:1] == "+" else before) if MARK in line else ():
            filled = one.filled_line(filled)
        lines.append(line[:1] + filled)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _cells(raw: bytes) -> Iterable[Cell]:
    try:
        return parse(raw, "").cells
    except NbtrackError:
        return ()
