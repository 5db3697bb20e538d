"""`typing.NamedTuple` without `typing`, whose import takes as long as half an interpreter's start.

Modules on a path that has to be fast import it in place of the real one, which type checkers see:

    if TYPE_CHECKING:
        from typing import NamedTuple
    else:
        from nbtrack.values import NamedTuple
"""

from __future__ import annotations

from _collections import _tuplegetter  # type: ignore[import-not-found]  # as in `collections.namedtuple`

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class NamedTuple(tuple):  # type: ignore[type-arg]
    """A tuple whose elements have names: those that a subclass annotates, with their defaults."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()
    _field_defaults: dict[str, Any] = {}  # noqa: RUF012 - each class has its own

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__)
        cls._field_defaults = {name: cls.__dict__[name] for name in cls._fields if name in cls.__dict__}
        for place, name in enumerate(cls._fields):
            setattr(cls, name, _tuplegetter(place, ""))

    def __new__(cls, *values: Any, **named: Any) -> NamedTuple:
        """Make one of elements in their order, or by their names."""
        if len(values) < len(cls._fields):
            rest = cls._fields[len(values) :]
            values += tuple(named.pop(name) if name in named else cls._field_defaults[name] for name in rest)
        if named or len(values) > len(cls._fields):
            raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}")
        return tuple.__new__(cls, values)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._asdict().items())})"

    def _replace(self, **new: Any) -> NamedTuple:
        """Return one with other elements."""
        return type(self)(**{**self._asdict(), **new})

    def _asdict(self) -> dict[str, Any]:
        """Return the elements by their names."""
        return dict(zip(self._fields, self, strict=True))
