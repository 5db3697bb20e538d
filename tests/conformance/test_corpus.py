"""What holds for every real notebook."""

import json

import pytest

from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.edits import Copy, Edit
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from tests.conformance.corpus import NOTEBOOKS, needs_notebooks

EMPTY: dict[str, object] = {"outputs": [], "execution_count": None}

pytestmark = needs_notebooks


@pytest.fixture(scope="module")
def books() -> list[Notebook]:
    return [parse(path.read_bytes(), str(path)) for path in NOTEBOOKS]


def test_an_edit_of_nothing_returns_the_same_bytes(books: list[Notebook]) -> None:
    for book in books:
        assert apply_edits(book, []) == book.raw
        same = [Edit(("cells",), [Copy(cell.pointer) for cell in book.cells])]
        assert parse(apply_edits(book, same)).data == book.data


def test_clearing_equals_the_semantic_clearing(books: list[Notebook]) -> None:
    for book in books:
        expected = json.loads(book.raw)
        for cell in expected["cells"]:
            if cell["cell_type"] == "code":
                cell.update({key: empty for key, empty in EMPTY.items() if key in cell})
        edits = strip_edits(book, StripPolicy(drop_metadata=(), keep_init_cells=False, keep_tags=()))
        assert json.loads(apply_edits(book, edits)) == expected, book.path


def test_strip_writes_no_line_of_its_own_but_the_empty_ones(books: list[Notebook]) -> None:
    for book in books:
        before = {line.strip(b" ,") for line in book.raw.splitlines()}
        after = apply_edits(book, strip_edits(book, StripPolicy())).splitlines()
        new = {line.strip(b" ,") for line in after} - before
        assert new <= {b'"outputs": []', b'"execution_count": null', b'"metadata": {}'}, book.path
