"""Tell without jupytext that a percent script says what a notebook says.

The answer is True only when it is sure. Anything out of the ordinary, such as settings or a
magic inside a string, is left to jupytext.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from nbtrack.pairing.percent import is_marker, split, without_trailing_blanks
from nbtrack.pairing.reading import LAYOUT
from nbtrack.pairing.text_header import header_lines

if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.pairing.percent import Segment

# jupytext leaves these out of the text.
HIDDEN = LAYOUT | {"ExecuteTime", "autoscroll", "collapsed", "execution", "scrolled", "trusted"}
# These make jupytext write a cell in another way.
_UNUSUAL = (LAYOUT - {"lines_to_next_cell"}) | {
    "active",
    "cell_depth",
    "cell_type",
    "hide_input",
    "hide_output",
    "incorrectly_encoded_metadata",
    "language",
    "magic_args",
    "region_name",
    "run_control",
    "title",
}
_KEY = re.compile(r"^[a-zA-Z0-9_.@/-]+$")
_FURTHER_METADATA = ("kernel_info", "orphan", "tocdepth")
_COMMANDS = "cat|cd|copy|cp|ddir|echo|ldir|ls|mkdir|mv|ren|rm|rmdir"
# A superset of what jupytext takes for magics, commented or not.
_MAGIC = re.compile(rf"^[\s#]*(?:[%!?]|(?:{_COMMANDS})(?:\s|$)|[^\s]*\?\s*$|\w+\s*=\s*[%!])")
# Cells that jupytext comments as a whole: those whose magic is a language, with something below it.
_LANGUAGE = re.compile(r"%%(bash|sh|html|javascript|js|latex|perl|R|ruby|script|svg)(?: (\S.*))?\n")
_REPRESENTATION = "jupyter.jupytext.text_representation"
_USUAL = ("jupyter.kernelspec.", "jupyter.jupytext.formats", _REPRESENTATION)
_HEADER = re.compile(r"^# {1,9}(\w+):(?: (.*))?$")


def surely_agree(notebook: Notebook, text: str) -> bool:
    """Tell whether a percent script certainly says what the notebook says."""
    if notebook.language != "python":
        return False
    before, segments = split(text)
    if len(segments) != len(notebook.cells) or not _same_header(notebook.metadata, before):
        return False
    last = len(segments) - 1
    return all(
        _same_cell(cell, segment, is_last=index == last)
        for index, (cell, segment) in enumerate(zip(notebook.cells, segments, strict=True))
    )


def _same_header(metadata: dict[str, Any], before: list[str]) -> bool:
    jupytext, kernel = metadata.get("jupytext", {}), metadata.get("kernelspec", {})
    if not isinstance(jupytext, dict) or not isinstance(kernel, dict):
        return False
    if set(jupytext) - {"formats", "text_representation"} or any(
        key in metadata for key in _FURTHER_METADATA
    ):
        return False
    header = header_lines(before)
    if not header or "".join(before[len(header) + 2 :]).strip():
        return False
    said = _said(header)
    expected = {"kernelspec." + key: value for key, value in kernel.items()}
    if "formats" in jupytext:
        expected["jupytext.formats"] = jupytext["formats"]
    return said == expected


def _said(header: list[str]) -> dict[str, str] | None:
    """Return what a header of the usual form says about kernel and formats, None for any other header."""
    said: dict[str, str] = {}
    path: list[str] = []
    for line in header:
        match = _HEADER.match(line)
        if not match:
            return None
        depth = (len(line) - len(line[1:].lstrip()) - 2) // 2
        path[depth:] = [match[1]]
        name = ".".join(path)
        if match[2] is not None and not name.startswith(_USUAL):
            return None
        if match[2] is not None and not name.startswith(_REPRESENTATION):
            said[name.removeprefix("jupyter.")] = match[2]
        elif name == f"{_REPRESENTATION}.format_name" and match[2] != "percent":
            return None
    return said


def _same_cell(cell: Cell, segment: Segment, *, is_last: bool) -> bool:
    language = _LANGUAGE.match(cell.source) if cell.kind == "code" else None
    options = _options(cell)
    if options is None or segment.options != f"{options} {_language_options(language)}".strip():
        return False
    body = without_trailing_blanks(segment.body)
    blanks = segment.body[len(body) :]
    if len(blanks) > 2 or any(blanks) or not (blanks or is_last):
        return False
    lines = cell.source.splitlines()
    if cell.kind != "code" or language:
        lines = lines[1:] if language else lines
        lines += [""] * (not lines or cell.source.endswith("\n"))
        return body == [f"# {line}" if line else "#" for line in lines]
    # A last empty line of a cell cannot be told from the one between cells.
    lines = lines if cell.source.endswith("\n\n") else without_trailing_blanks(lines)
    return len(body) == len(lines) and _same_code(lines, body)


def _same_code(lines: list[str], body: list[str]) -> bool:
    """Compare lines of code, where magics and what continues them are commented."""
    continues = False
    for line, written in zip(lines, body, strict=True):
        is_magic = continues or bool(_MAGIC.match(line))
        text = line if continues else line.lstrip()
        expected = f"{line[: len(line) - len(text)]}# {text}" if is_magic else line
        if is_marker(line) or written != expected:
            return False
        continues = is_magic and line.rstrip().endswith("\\")
    return True


def _language_options(found: re.Match[str] | None) -> str:
    if not found:
        return ""
    arguments = f"magic_args={json.dumps(found[2])} " if found[2] else ""
    return f'{arguments}language="{found[1]}"'


def _options(cell: Cell) -> str | None:
    """Return the options of the cell's marker as jupytext writes them, None for an unusual cell."""
    shown = {key: value for key, value in cell.metadata.items() if key not in HIDDEN}
    if any(key in _UNUSUAL or not _KEY.match(key) for key in cell.metadata):
        return None
    if not shown.get("tags", True):
        del shown["tags"]
    if any(tag.startswith("active-") for tag in cell.tags) or any(value is None for value in shown.values()):
        return None
    kind = [] if cell.kind == "code" else [f"[{cell.kind}]"]
    return " ".join(kind + [f"{key}={json.dumps(value)}" for key, value in shown.items()])
