"""What is masked keeps its lines, and what is Python stays as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.rules.python.masking import masked

LINES = [
    "x = 1",
    "if x:",
    "    %time y = 2",
    "!ls \\",
    "%pwd",
    "a = !ls",
    "b?",
    "(",
    ")",
    "'''",
    "%%bash",
    "",
]


@given(st.lists(st.sampled_from(LINES), max_size=8).map("\n".join))
def test_a_masked_cell_has_no_more_lines(source: str) -> None:
    assert masked(source).text.count("\n") <= source.count("\n")


@given(st.lists(st.sampled_from(["x = 1", "y = x % 2", "(", "z != 3", ")", "# %x", "'!'"]), min_size=2))
def test_python_stays_as_it_is(lines: list[str]) -> None:
    source = "\n".join(lines)
    assert masked(source).text == source


def test_lines_keep_their_numbers() -> None:
    source = "%matplotlib inline\n!ls \\\n -l\nx = %pwd\nif x:\n    %cd ..\ny"
    assert masked(source).text.split("\n") == ["pass", "pass", "", "x = None", "if x:", "    pass", "y"]
