"""Markup of strangers keeps what it says, and loses what it could do."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.web.notebook.markdown import rendered
from nbtrack.web.notebook.sanitised import sanitised
from tests.e2e.test_diff_page import ATTACKS

DANGERS = re.compile(
    r"<(?:script|style|iframe|object|embed|form|input|meta|link|base|svg|mglyph|video|annotation)"
    r"|<[^>]*(?:\s(?:on\w+|style|id|class|name|srcset|background|href='?\"?(?:javascript|data))\s*=|127\.0\.0\.1)",
    re.I,
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_loads_is_left(attack: str) -> None:
    assert not DANGERS.search(sanitised(attack))
    assert not DANGERS.search(rendered(attack, {}))


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<b>", "</b>", "`", "$", "\n\n", "[", "](", ")", "<", "&lt;"]), max_size=8
    )
)
def test_nothing_of_any_mixture_is_left(pieces: list[str]) -> None:
    assert not re.search(r"<(?:script|style|iframe|form|meta|link|svg)", rendered("".join(pieces), {}), re.I)


def test_what_it_says_is_kept() -> None:
    html = "<table><tr><th colspan='2'>a</th></tr></table><a href='https://example.org/'>x</a>"
    assert '<th colspan="2">a</th>' in sanitised(html)
    assert 'href="https://example.org/" rel="noopener noreferrer"' in sanitised(html)


@pytest.mark.parametrize(
    "address", ["https://example.org/x.png", "//example.org/x.png", "/run/1", "data:text/html,x"]
)
def test_words_stand_for_a_picture_that_needs_a_request(address: str) -> None:
    assert sanitised(f"<img src='{address}' alt='told' width=9>, and more") == "<em>told</em>, and more"
    assert sanitised(f"<img src='{address}'>") == ""


@pytest.mark.parametrize("said", ["<script>x()</script>", ' src="', "&lt;b&gt;", "> <img>", "\u00a0&amp;"])
def test_words_for_a_picture_are_no_markup(said: str) -> None:
    made = sanitised(f'<img src="x" alt="{escape(said)}">')
    assert unescape(made.removeprefix("<em>").removesuffix("</em>")) == said
    assert "<" not in made.removeprefix("<em>").removesuffix("</em>")


def test_markdown_is_rendered_below_the_headings_of_the_page() -> None:
    assert rendered("# One\n\n- a\n\n| x |\n|---|\n| 1 |", {}).startswith("<h3>One</h3>\n<ul>")


def test_mathematics_is_not_taken_for_emphasis() -> None:
    assert "<em>" not in rendered("so $a_i b_i$ it is", {})


def test_an_attached_picture_is_shown() -> None:
    address = "data:image/png;base64,AAAA"
    assert f'src="{address}"' in rendered("![x](attachment:x.png)", {"x.png": address})
    assert "src=" not in rendered("![x](attachment:other.png)", {"x.png": address})
