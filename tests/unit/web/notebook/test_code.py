"""Code and patches in colours, whatever a stranger made them of."""

from __future__ import annotations

import pytest

from nbtrack.diff.page.syntax import highlighted, lexer_of
from nbtrack.web.notebook.code import patched


def test_a_patch_is_coloured_by_how_its_lines_begin() -> None:
    text = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-<b>\n+<i>\n same"
    assert patched(text).split("\n") == [
        '<span class="gh">diff --git a/x b/x</span>',
        '<span class="gh">--- a/x</span>',
        '<span class="gh">+++ b/x</span>',
        '<span class="gu">@@ -1 +1 @@</span>',
        '<span class="minus">-&lt;b&gt;</span>',
        '<span class="plus">+&lt;i&gt;</span>',
        " same",
    ]


@pytest.mark.parametrize("language", ["r", "diff", "python"])
def test_a_line_that_nobody_wrote_has_no_colours(language: str) -> None:
    line = 'x <- "' + "A" * 1_000 + '"'  # which some lexers would work on by the square of its length
    assert highlighted(f"y = 1\n{line}", lexer_of(language)) == [[("", "y = 1")], [("", line)]]


def test_lines_that_somebody_wrote_have_some() -> None:
    assert any(style for style, _ in highlighted("y <- 1", lexer_of("r"))[0])
