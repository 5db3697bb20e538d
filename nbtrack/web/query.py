"""What the address of the runs page says: every view of it is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import QueryParams

PAGE = 50  # rows at once; more come as somebody scrolls
_MANY = ("column", "pin")


class Query(NamedTuple):
    """Which runs, in which order, and which columns; `brush` is what was chosen in a chart."""

    experiment: str | None = None
    where: str = ""
    brush: str = ""
    sort: str = ""
    group_by: str = ""
    column: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    offset: int = 0
    limit: int = PAGE

    @property
    def is_descending(self) -> bool:
        """Tell whether the largest comes first."""
        return self.sort.startswith("-")

    def address(self, **changes: object) -> str:
        """Return the link to this view with some changes; whatever changes, it begins at the top."""
        said = self._replace(**({"offset": 0} | changes))  # type: ignore[arg-type]
        return "/runs" + ("?" + urlencode(list(said.pairs()), doseq=True) if any(said.pairs()) else "")

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Yield what differs from the plain page."""
        for name, value in self._asdict().items():
            if name in _MANY:
                yield from ((name, one) for one in value)
            elif value and value != self._field_defaults[name]:
                yield name, str(value)


def query_of(params: QueryParams) -> Query:
    """Read an address; what makes no sense there is passed over."""
    texts = {name: params.get(name, "").strip() for name in ("where", "brush", "sort", "group_by")}
    many = {name: tuple(filter(None, params.getlist(name))) for name in _MANY}
    offset, limit = (_number(params.get(name), usual) for name, usual in (("offset", 0), ("limit", PAGE)))
    return Query(
        experiment=params.get("experiment") or None,
        **texts,
        column=many["column"],
        pin=many["pin"],
        offset=offset,
        limit=limit,
    )


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else usual
