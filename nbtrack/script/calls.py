"""Calls of IPython's shell that somebody spelled out, as `get_ipython().run_line_magic("cd", "..")`.

Tools that turn notebooks into scripts write them, and people paste them back.
"""

from __future__ import annotations

import ast

from nbtrack.script.compiling import NotPython, tree
from nbtrack.script.pieces import CAPTURE, MAGIC, SHELL, Piece

_MARK = "get_ipython()."


def spelled_out(piece: Piece, text: str) -> Piece:
    """Return a line as the magic or shell command that it calls; as it is where it does more than that."""
    if _MARK not in text:
        return piece
    try:
        (statement,) = tree(text.strip()).body
    except (NotPython, ValueError):
        return piece
    if not isinstance(statement, (ast.Expr, ast.Assign)) or not isinstance(statement.value, ast.Call):
        return piece
    found = _construct(statement.value)
    if found is None or text.strip().splitlines()[-1][statement.value.end_col_offset :].strip():
        return piece
    kind, command = found
    indent = text[: len(text) - len(text.lstrip())]
    prefix = indent + _before(text.strip(), statement)
    return Piece(kind, piece.start, piece.end, piece.line, prefix, command)


def cell_magic(source: str) -> str:
    """Return a cell that consists of one call of a cell magic as that magic, empty for any other."""
    if f"{_MARK}run_cell_magic(" not in source:
        return ""
    try:
        body = tree(source).body
    except NotPython:
        return ""
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(body[0].value, ast.Call):
        return ""
    match _called(body[0].value):
        case "run_cell_magic", [name, argument, text]:
            return f"%%{name} {argument}\n{text}"
    return ""


def _before(text: str, statement: ast.Expr | ast.Assign) -> str:
    first = statement.value.lineno - 1
    lines = text.split("\n")
    before = lines[first].encode()[: statement.value.col_offset].decode()
    return "\n".join([*lines[:first], before])


def _construct(call: ast.Call) -> tuple[str, str] | None:
    match _called(call):
        case "run_line_magic", [name, argument]:
            return MAGIC, f"{name} {argument}"
        case "magic", [line]:
            return MAGIC, line.removeprefix("%")
        case (("system" | "system_raw" | "system_piped"), [command]):
            return SHELL, command
        case "getoutput", [command]:
            return CAPTURE, command
    return None


def _called(call: ast.Call) -> tuple[str, list[str]]:
    """Return the shell's method that is called and its arguments, where all of these are texts."""
    words = [word.value for word in call.args if isinstance(word, ast.Constant)]
    is_ours = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "get_ipython()"
    texts = [word for word in words if isinstance(word, str)]
    if not is_ours or len(texts) != len(call.args) or call.keywords:
        return "", []
    return call.func.attr, texts  # type: ignore[attr-defined]
