"""Lines on the page: whole, escaped, with changed words marked and equal runs folded."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.page.lines import Lines, Side, compared, plain
from nbtrack.diff.page.syntax import Highlighter, highlighted, lexer_of

LEXERS = [lexer_of(language) for language in ("python", "markdown", "no such language")]


def lines(old: str, new: str) -> Lines:
    before, after = (Side(text.split("\n") if text else [], plain(text)) for text in (old, new))
    return compared(before, after)


def text_of(markup: str) -> str:
    return unescape(re.sub("<[^>]*>", "", markup))


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_are_whole(old: str, new: str) -> None:
    rows = [row for block in lines(old, new).blocks for row in block.rows]
    assert "\n".join(text_of(row.old) for row in rows if row.old_number) == old
    assert "\n".join(text_of(row.new) for row in rows if row.new_number) == new


@given(st.text(max_size=80))
def test_highlighted_code_is_whole(text: str) -> None:
    for lexer in LEXERS:
        found = highlighted(text, lexer)
        assert "\n".join("".join(part for _, part in line) for line in found) == text


@given(st.text(alphabet="ab'\"#\\\n =()", max_size=40))
def test_lines_are_coloured_once_as_they_are_in_the_whole_text(text: str) -> None:
    colours = Highlighter("python")
    assert colours.lines(text) == colours.lines(text)
    assert "\n".join("".join(part for _, part in line) for line in colours.lines(text)) == text
    if "'" not in text and '"' not in text and "\\" not in text:
        assert colours.lines(text) == highlighted(text, lexer_of("python"))


def test_more_code_than_anybody_reads_has_no_colours() -> None:
    colours = Highlighter("markdown")
    assert colours.lines("# head" * 20_000 + "\n") == colours.lines("# head" * 20_000 + "\n")
    found = [colours.lines(f"# head {n}\n" * 2_000)[0] for n in range(30)]
    assert found[0] == [("gh", "# head 0")]
    assert found[-1] == [("", "# head 29")]


def test_words_are_marked_over_the_syntax() -> None:
    lexer = lexer_of("python")
    old, new = (Side([text], highlighted(text, lexer)) for text in ("x = 'a b c <'", "x = 'a b d <'"))
    (block,) = compared(old, new).blocks
    assert block.rows[0].new == (
        'x = <span class="s1">&#39;a b </span><span class="s1"><mark>d</mark></span>'
        '<span class="s1"> &lt;&#39;</span>'
    )


def test_equal_lines_far_from_a_change_are_folded() -> None:
    old = "\n".join(map(str, range(20)))
    blocks = lines(old, old + "\nmore").blocks
    assert [(block.is_folded, len(block.rows)) for block in blocks] == [(True, 17), (False, 4)]


def test_what_nobody_reads_is_counted() -> None:
    assert lines("", "\n".join(map(str, range(2_000)))).left_out == 500
    assert "…" in lines("", "x" * 3_000).blocks[0].rows[0].new
