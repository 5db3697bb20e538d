"""Read what a notebook declares: each parameter's name, kind, default and comment."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.aliases import UnderOwnNames, aliases_in, as_spelled
from nbtrack.notebook.parameters.constants import NotConstant, constant
from nbtrack.notebook.parameters.kinds import ANY, OBJECT, Kind, kind_of_annotation, wrapped
from nbtrack.notebook.parameters.objects import enums_in, makes_no_text
from nbtrack.notebook.parameters.other_languages import Language, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nbtrack.notebook.document import Cell, Notebook

TAG = "parameters"
INJECTED_TAG = "injected-parameters"
_TYPE_COMMENT = "type:"
_NO_ALIASES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Declared:
    """One parameter.

    `default` is None where only the notebook can work it out or where there is none; `expression` is how the
    notebook spells it, empty where there is none.
    """

    name: str
    kind: Kind
    default: Any
    expression: str
    comment: str
    line: int
    is_constant: bool


def parameters_cell(notebook: Notebook) -> Cell | None:
    """Return the cell tagged `parameters`."""
    return _tagged(notebook, TAG)


def injected_cell(notebook: Notebook) -> Cell | None:
    """Return the cell that papermill, or nbtrack, put into the notebook that it wrote."""
    return _tagged(notebook, INJECTED_TAG)


def declared_parameters(notebook: Notebook) -> dict[str, Declared]:
    """Return the parameters by name; raises RunError where the cell cannot be read."""
    cell = parameters_cell(notebook)
    if cell is None:
        return {}
    return declared_of(cell, notebook)


def declared_of(cell: Cell, notebook: Notebook) -> dict[str, Declared]:
    """Return what a cell of a notebook sets; raises RunError where it cannot be read."""
    if language := language_of(notebook.language):
        return _by_lines(cell, language)
    if not notebook.language.startswith(("python", "ipython")):
        raise RunError(
            f"cannot read the parameters of {notebook.path}: it is written in {notebook.language}",
            hint="parameters are for Python, R, Julia and shells; any kernel sees the variables of --env",
        )
    return declared_in(cell, notebook.path, aliases_above(cell, notebook))


def aliases_above(cell: Cell, notebook: Notebook) -> dict[str, str]:
    """Return the other names of constructors that a notebook has imported when a cell is done."""
    above = notebook.cells[: cell.number]
    return aliases_in(without_magics(one.source) for one in above if one.kind == "code")


def declared_in(cell: Cell, path: str, aliases: Mapping[str, str] = _NO_ALIASES) -> dict[str, Declared]:
    """Return what the top level of a cell assigns, the last assignment of a name; raises RunError."""
    source = without_magics(cell.source)
    try:
        body = UnderOwnNames(aliases).visit(ast.parse(source)).body
        comments = _comments(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise RunError(
            f"cannot read the parameters of {path}: cell {cell.number}{where} is not valid Python",
            hint="the cell tagged `parameters` should hold assignments only",
        ) from None
    assigned = (each for statement in body for each in _assigned(statement))
    enums = enums_in(body)
    found = (_declared(each, source, comments, enums) for each in assigned)
    return {each.name: replace(each, kind=as_spelled(each.kind, aliases)) for each in found}


def _by_lines(cell: Cell, language: Language) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for number, line in enumerate(cell.source.split("\n"), start=1):
        match = language.line.fullmatch(line)
        if match is None or not match["value"].strip():
            continue
        name, spelled, comment = match["name"], match["value"].strip(), (match["comment"] or "").strip()
        default, kind = language.read(spelled)
        found[name] = Declared(name, kind, default, spelled, comment, number, is_constant=default is not None)
    return found


def _tagged(notebook: Notebook, tag: str) -> Cell | None:
    return next((cell for cell in notebook.cells if cell.kind == "code" and tag in cell.tags), None)


def without_magics(source: str) -> str:
    """Blank out lines that only IPython understands."""
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))


class _Assigned(NamedTuple):
    """A name that a statement sets; without a value it is only declared."""

    name: str
    statement: ast.stmt
    value: ast.expr | None
    annotation: ast.expr | None = None


def _assigned(statement: ast.stmt) -> Iterator[_Assigned]:
    """Yield each name that a statement sets."""
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        yield _Assigned(statement.target.id, statement, statement.value, statement.annotation)
    if isinstance(statement, ast.Assign):
        pairs = (pair for target in statement.targets for pair in _pairs(target, statement.value))
        for name, value in pairs:
            if isinstance(name, ast.Name):
                yield _Assigned(name.id, statement, value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterable[tuple[ast.expr, ast.expr]]:
    """Return what gets which value, element by element where both sides are tuples."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return zip(target.elts, value.elts, strict=False)
    return ((target, value),)


def _declared(one: _Assigned, source: str, comments: dict[int, str], enums: frozenset[str]) -> Declared:
    name, statement, value, annotation = one
    line = statement.lineno
    comment = comments.get(statement.end_lineno or line) or _above(line, source, comments)
    asked = kind_of_annotation(annotation) if annotation else None
    if comment.startswith(_TYPE_COMMENT):  # papermill reads these too: `a = 1  # type: float  what it is`
        spelled, _, comment = comment.removeprefix(_TYPE_COMMENT).strip().partition(" ")
        asked = asked or kind_of_annotation(ast.Constant(spelled))
    comment = comment.strip()
    if value is None:
        return Declared(name, asked or ANY, None, "", comment, line, False)
    expression = _spelled(source, value)
    try:
        default, kind = constant(value)
    except NotConstant:
        known = wrapped(value.func) if isinstance(value, ast.Call) else None
        unknown = OBJECT if makes_no_text(value, enums) else ANY
        return Declared(name, asked or known or unknown, None, expression, comment, line, False)
    return Declared(name, _settled(asked, kind, default), default, expression, comment, line, True)


def _spelled(source: str, value: ast.expr) -> str:
    """Return a value as the notebook spells it, with the brackets that let it span lines."""
    spelled = ast.get_source_segment(source, value) or ""
    if "\n" not in spelled:
        return spelled
    try:
        ast.parse(spelled, mode="eval")
    except SyntaxError:  # they stand around the value, and so are no part of it
        return f"({spelled})"
    return spelled


def _settled(asked: Kind | None, found: Kind, default: object) -> Kind:
    """Choose between the annotation and the default; `name: str = None` allows None."""
    if asked is None or (found.wrapper and found.name == asked.name):
        return found
    if default is None and not asked.optional:
        return Kind(asked.name, True, asked.items, asked.wrapper, asked.choices)
    return asked


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("#").strip() for t in tokens if t.type == tokenize.COMMENT}


def _above(line: int, source: str, comments: dict[int, str]) -> str:
    """Return the comment lines right above a statement as one text."""
    lines = source.split("\n")
    found: list[str] = []
    while line > 1 and lines[line - 2].lstrip().startswith("#"):
        line -= 1
        found.insert(0, comments[line])
    return " ".join(text for text in found if text.rstrip(":").lower() != TAG)  # papermill's heading
