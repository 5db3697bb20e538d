"""Formulas are drawn by the browser, or stay the code that somebody wrote."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.web.notebook.markdown import rendered
from nbtrack.web.notebook.maths import formula, mathml, tex_of


def test_a_formula_is_drawn() -> None:
    made = rendered(r"so $\frac{a}{b} < 1$ it is", {})
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac><mo>&lt;</mo>" in made
    assert made.startswith('<p>so <span><math display="inline">')


@pytest.mark.parametrize("text", ["$$a = b$$", "\\begin{align}\na &= b\n\\end{align}"])
def test_one_that_stands_alone_is_drawn_as_a_block(text: str) -> None:
    assert '<math display="block">' in rendered(text, {})


@pytest.mark.parametrize(
    "tex", [r"\unknown{x}", r"\text{a \foo b}", "{" * 2000, r"\frac", "x" * 10_000, "a_b_c"]
)
def test_what_cannot_be_drawn_in_full_stays_code(tex: str) -> None:
    assert formula(tex, block=True) == f"<code>{tex}</code>"


def test_money_is_no_formula() -> None:
    assert rendered("costs $5 and $6", {}) == "<p>costs $5 and $6</p>\n"


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"$\displaystyle \frac{x}{2}$", r"\frac{x}{2}"),
        (r"\begin{equation}a\end{equation}", r"\begin{equation}a\end{equation}"),
        (r"\[a\]", "a"),
        (r"\begin{tabular}{ll}a&b\end{tabular}", None),
        ("$a$ and $b$", None),
        ("a", None),
    ],
)
def test_an_output_is_a_formula_where_all_of_it_is_one(text: str, tex: str | None) -> None:
    assert tex_of(text) == tex


PIECES = [
    *(
        r"\href{javascript:x}{y}",
        r"\text{<img src=x onerror=y>}",
        r"\style{background:url(//x)}{y}",
        "$",
        "$$",
    ),
    *(
        r"\color{red\" onclick=\"x}y",
        "<script>",
        "</math>",
        "<mglyph>",
        "\ue0f0",
        "<code>\ue0f0",
        "\n\n",
        "&lt;b&gt;",
    ),
    *(
        "<td align='",
        "'>",
        r"\class{a}{b}",
        "x^2",
        r"\hspace{1em' onload='x}",
        "<annotation-xml encoding='text/html'>",
    ),
]
BAD = re.compile(
    r"<(?:script|style|mglyph|annotation|svg|iframe)|<[^>\"]*\s(?:on\w+|style|href=.?javascript)", re.I
)


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_nothing_that_runs_comes_of_a_formula(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert not BAD.search(rendered(text, {}))
    assert not BAD.search(mathml(text, block=False) or "")
