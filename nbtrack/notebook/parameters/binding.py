"""Join what a person gives with what a notebook declares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.conversion import WrongValue, converted
from nbtrack.notebook.parameters.declared import (
    TAG,
    declared_of,
    declared_parameters,
    injected_cell,
    parameters_cell,
)
from nbtrack.notebook.parameters.expressions import expression_of, is_plain
from nbtrack.notebook.parameters.given import Text
from nbtrack.notebook.parameters.likely import how_to_tag
from nbtrack.notebook.parameters.literals import Inexact
from nbtrack.notebook.parameters.nested import with_part
from nbtrack.notebook.parameters.other_languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.declared import Declared
    from nbtrack.notebook.parameters.given import Given

DEFAULT = "default"
INJECTED = "injected cell"  # of an earlier run, which holds as long as nothing is given
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Bound:
    """What a parameter is set to, `origin` says by whom: "default" where nothing was given.

    `value` and `default` are Python's values, of a wrapper its argument, None where only the notebook can
    work them out; `expression` is the Python source that sets the value, `is_exact` where JSON says it too.
    """

    name: str
    value: Any
    origin: str
    default: Any
    expression: str
    is_exact: bool = True


def bind(notebook: Notebook, given: Iterable[Given]) -> dict[str, Bound]:
    """Return all parameters by name, later givens over earlier ones; raises RunError.

    It is an error to give what the notebook does not declare or a value of another kind, and to give nothing
    where there is no default. A parameters cell that cannot be read matters only where something is given.
    """
    given = tuple(given)
    if not given:
        return _as_it_stands(notebook)
    declared = declared_parameters(notebook)
    if parameters_cell(notebook) is None:
        first = f"{given[0].name} ({given[0].origin})"
        raise RunError(
            f"{notebook.path} has no cell tagged `{TAG}`, so {first} has no place",
            hint=how_to_tag(notebook),
        )
    bound = {name: _default(each) for name, each in declared.items()}
    for each in given:
        if each.name not in declared:
            raise _unknown(notebook, declared, each)
        if each.keys:
            each = replace(each, value=with_part(_whole(bound[each.name], each), each))
        bound[each.name] = _bound(notebook, declared[each.name], each)
    _refuse_unset(notebook, bound)
    return bound


def _as_it_stands(notebook: Notebook) -> dict[str, Bound]:
    try:
        bound = {name: _default(each) for name, each in declared_parameters(notebook).items()}
        cell = injected_cell(notebook)
        injected = declared_of(cell, notebook) if cell and bound else {}
    except RunError:
        return {}
    for name, each in injected.items():
        if name in bound:
            bound[name] = replace(_default(each), origin=INJECTED, default=bound[name].default)
    _refuse_unset(notebook, bound)
    return bound


def _default(declared: Declared) -> Bound:
    value = declared.default
    is_exact = declared.is_constant and _says_all(value, declared)
    return Bound(declared.name, value, DEFAULT, value, declared.expression, is_exact)


def _bound(notebook: Notebook, declared: Declared, given: Given) -> Bound:
    try:
        value = converted(given.value, declared.kind)
        language = language_of(notebook.language)
        expression = language.write(value) if language else expression_of(value, declared.kind)
    except (WrongValue, ValueError) as error:
        raise _wrong(notebook, declared, given, error) from None
    is_exact = _says_all(value, declared)
    return Bound(declared.name, value, given.origin, declared.default, expression, is_exact)


def _says_all(value: object, declared: Declared) -> bool:
    return is_plain(value) and (declared.kind.wrapper is None or value is None)


def _whole(bound: Bound, given: Given) -> Any:
    """Return the value that a part is given of, as the layers below left it; raises RunError."""
    if not isinstance(bound.value, (dict, list)):
        raise RunError(
            f"{given.spelled!r} ({given.origin}) has no place: "
            f"{bound.name} is {bound.expression or 'not set'}",
            hint="only parts of dicts and lists that nbtrack can read can be given",
        )
    return bound.value


def _wrong(notebook: Notebook, declared: Declared, given: Given, error: Exception) -> RunError:
    shown = repr(str(given.value) if isinstance(given.value, Text) else given.value)
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[: _LONGEST_SHOWN - 3] + "..."
    why = error.reason if isinstance(error, WrongValue) else str(error) if isinstance(error, Inexact) else ""
    return RunError(
        f"parameter {given.name!r} of {notebook.path} is of kind {declared.kind}, "
        f"and {shown} ({given.origin}) is not{f': {why}' if why else ''}",
        hint=_hint(notebook, declared),
    )


def _hint(notebook: Notebook, declared: Declared) -> str:
    cell = parameters_cell(notebook)
    where = f"cell {cell.number}" if cell else "the notebook"
    if not declared.expression:
        return f"{where} declares `{declared.name}: {declared.kind}`"
    says = f"{where} says `{declared.name} = {declared.expression}`"
    if declared.kind.name == "int" and not declared.kind.choices:
        says += f"; `{declared.name}: float = {declared.expression}` would take any number"
    return says


def _unknown(notebook: Notebook, declared: Mapping[str, Declared], given: Given) -> RunError:
    from difflib import get_close_matches

    otherwise = [name for name in declared if name.lower() == given.name.lower()]
    close = otherwise or get_close_matches(given.name, declared, n=1)
    cell = parameters_cell(notebook)
    sets = f"cell {cell.number if cell else '?'} sets {', '.join(declared) or 'none'}"
    return RunError(
        f"{notebook.path} has no parameter {given.name!r} ({given.origin})",
        hint=f"did you mean {close[0]!r}? {sets}" if close else sets,
    )


def _refuse_unset(notebook: Notebook, bound: Mapping[str, Bound]) -> None:
    unset = [name for name, each in bound.items() if not each.expression]
    if unset:
        raise RunError(
            f"{notebook.path} has no default for {', '.join(unset)}",
            hint=f"give it a value: `-p {unset[0]}=VALUE`",
        )
