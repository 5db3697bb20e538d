"""An address says the whole view, and reads back as it was."""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from nbtrack.web.query import Query, query_of

TEXT = st.text(max_size=20).map(str.strip)
NAMES = st.lists(st.text(min_size=1, max_size=10), max_size=4).map(tuple)


@given(
    st.builds(
        Query,
        experiment=st.none() | st.text(min_size=1),
        where=TEXT,
        brush=TEXT,
        sort=TEXT,
        group_by=TEXT,
        column=NAMES,
        pin=NAMES,
        offset=st.integers(0, 10**6),
        limit=st.integers(1, 1000),
    )
)
def test_every_view_is_a_link(query: Query) -> None:
    address = urlsplit(query.address(offset=query.offset))
    assert query_of(QueryParams(address.query)) == query


def test_another_view_begins_at_the_top() -> None:
    assert Query(where="a = 1", offset=100).address(sort="lr") == "/runs?where=a+%3D+1&sort=lr"
    assert Query(sort="lr").address(sort="") == "/runs"


def test_what_is_no_number_is_passed_over() -> None:
    assert query_of(QueryParams("offset=-1&limit=x")) == Query()
