"""What type of value a parameter takes, as far as its default or its annotation says so."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import Any

# Called with one text or number, these keep what they are given: -p gives the argument, and the call stays.
WRAPPERS = frozenset((
    "Path", "PurePath", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath",
    "Decimal", "Fraction", "UUID", "frozenset", "Timestamp", "Timedelta", "datetime64", "timedelta64",
    "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
))  # fmt: skip
DATES = frozenset(("date", "datetime", "time"))
_PLAIN = {
    "bool": "bool",
    "int": "int",
    "float": "float",
    "complex": "complex",
    "str": "str",
    "bytes": "bytes",
    "dict": "dict",
    "Dict": "dict",
    "Mapping": "dict",
    "list": "list",
    "List": "list",
    "Sequence": "list",
    "Iterable": "list",
    "tuple": "tuple",
    "Tuple": "tuple",
    "set": "set",
    "Set": "set",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of value: `name` is a Python type, or one of WRAPPERS and DATES.

    It is "any" where nothing is known, and "object" where all that is known is that it is no text.

    `items` is the kind of a list's, tuple's or set's elements, of a dict's values, or of a wrapper's
    argument. `wrapper` is how the notebook spells the call, as `pathlib.Path`. `choices` are the only values
    allowed.
    """

    name: str
    optional: bool = False
    items: Kind | None = None
    wrapper: str | None = None
    choices: tuple[Any, ...] = ()

    def __str__(self) -> str:
        """Return the type as one would annotate it."""
        text = self.name
        if self.choices:
            text = f"Literal[{', '.join(map(repr, self.choices))}]"
        elif self.items and not self.wrapper:
            inner = {"dict": f"str, {self.items}", "tuple": f"{self.items}, ..."}
            text = f"{self.name}[{inner.get(self.name, self.items)}]"
        return f"{text} | None" if self.optional else text


ANY = Kind("any")
OBJECT = Kind("object")
TEXT = Kind("str")


def kind_of_value(value: object) -> Kind:
    """Return the kind of a default that was worked out."""
    name = type(value).__name__
    return Kind(name) if name in _PLAIN.values() else ANY


def kind_of_annotation(node: ast.expr) -> Kind | None:
    """Return the kind that an annotation asks for, None where it says nothing that is known here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _of_text(node.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union((node.left, node.right))
    if isinstance(node, ast.Subscript):
        return _of_subscript(node)
    name = last_name(node)
    if name in WRAPPERS or name in DATES:
        return wrapped(node)
    return Kind(_PLAIN[name]) if name in _PLAIN else None


def wrapped(function: ast.expr) -> Kind | None:
    """Return the kind of values made by a call, None for a call that might do anything."""
    name, spelled = last_name(function), ast.unparse(function)
    if name == "fromisoformat" and isinstance(function, ast.Attribute):
        name, spelled = last_name(function.value), ast.unparse(function.value)
    if name in DATES:
        return Kind(name, items=TEXT, wrapper=f"{spelled}.fromisoformat")
    if name not in WRAPPERS:
        return None
    others = {"float": Kind("float"), "int": Kind("int"), "uint": Kind("int"), "frozenset": Kind("set")}
    return Kind(name, items=others.get(name.rstrip("0123456789"), TEXT), wrapper=spelled)


def last_name(node: ast.expr) -> str:
    """Return "Path" for `pathlib.Path`, and nothing for what is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _of_text(text: str) -> Kind | None:
    try:
        return kind_of_annotation(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError):
        return None


def _of_subscript(node: ast.Subscript) -> Kind | None:
    name = last_name(node.value)
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name == "Optional":
        return _union((*inner, ast.Constant(None)))
    if name == "Union":
        return _union(tuple(inner))
    if name == "Literal":
        values = tuple(element.value for element in inner if isinstance(element, ast.Constant))
        alike = len({type(value) for value in values}) == 1
        return Kind(kind_of_value(values[0]).name if alike else "any", choices=values)
    if name not in _PLAIN:
        return None
    alike = len({ast.dump(element) for element in inner if not _is(element, ...)}) == 1
    items = kind_of_annotation(inner[-1 if name in ("dict", "Dict", "Mapping") else 0])
    return Kind(_PLAIN[name], items=items if alike or _PLAIN[name] == "dict" else None)


def _union(members: tuple[ast.expr, ...]) -> Kind | None:
    kinds = [kind_of_annotation(member) for member in members if not _is(member, None)]
    optional = len(kinds) < len(members)
    if len(kinds) == 1 and kinds[0]:
        return replace(kinds[0], optional=kinds[0].optional or optional)
    return ANY if len(kinds) > 1 else None


def _is(node: ast.expr, constant: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is constant
