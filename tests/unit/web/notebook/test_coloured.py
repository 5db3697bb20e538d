"""Text for a terminal is shown as a terminal would, and is only ever text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.web.notebook.coloured import coloured


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain <b>", "plain &lt;b&gt;"),
        ("\x1b[31mred\x1b[0m not", '<span class="ansi-red">red</span> not'),
        (
            "\x1b[1;32mx\x1b[39my\x1b[22mz",
            '<span class="ansi-green bold">x</span><span class="bold">y</span>z',
        ),
        ("\x1b[38;5;28mx\x1b[39;00m", '<span class="ansi-green">x</span>'),
        ("\x1b[38;2;200;10;10mx", '<span class="ansi-red">x</span>'),
        ("\x1b[2Jx\x1b]8;;javascript:1\x07y", "xy"),
        ("10 %\r20 %\r\nend\r", "20 %\nend"),
        ("\x1b[m\x1b[;mx", "x"),
    ],
)
def test_colours_become_classes_and_the_rest_is_left_out(text: str, made: str) -> None:
    assert coloured(text) == made


@pytest.mark.parametrize("torn", ["\x1b[38m", "\x1b[38;5m", "\x1b[38;2;1m", "\x1b[48;5;1m", "\x1b[99999m"])
def test_a_torn_code_breaks_nothing(torn: str) -> None:
    assert re.sub("<[^>]*>", "", coloured(f"{torn}x")) == "x"


@given(st.text(st.sampled_from("ab<>&\"' \n\r\x1b[0123;m")))
def test_there_is_no_markup_but_our_own(text: str) -> None:
    left = re.sub(r'<span class="(?:ansi-[a-z]+|bold| )+">|</span>', "", coloured(text))
    assert "<" not in left
    assert set(html.unescape(left)) <= set(text)
