"""What in a cell cannot leave Jupyter, for `nbtrack check`."""

from nbtrack.script.portability import unportable
from tests.making import code, markdown, notebook


def test_lists_what_extract_would_refuse_with_its_place() -> None:
    (cell,) = notebook(code("x = 1\nif x:\n    %unknown a\n%time x")).cells
    assert unportable(cell) == [(3, 5, "%unknown a", "no translation is known")]


def test_says_nothing_of_what_has_a_translation() -> None:
    (cell,) = notebook(code("%cd x\n!ls\ny = x % 3\n'%sql'")).cells
    assert unportable(cell) == []


def test_looks_at_code_only() -> None:
    (cell,) = notebook(markdown("%sql")).cells
    assert unportable(cell) == []
