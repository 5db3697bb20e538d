"""Whatever happens to one side, the other one follows, and what did not change stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.cli.sync.plan import plan_pair
from nbtrack.errors import PairError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.pairing.follow import notebook_from, text_from
from nbtrack.pairing.formats import Format
from nbtrack.pairing.pairs import Pair
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.reading import same_meaning
from nbtrack.pairing.state import forget_state
from nbtrack.pairing.status import IN_STEP
from nbtrack.pairing.sync import carry_out
from tests.making import code, markdown, notebook_b, stream
from tests.unit.pairing.pairmaking import METADATA, PERCENT

PAIR = Pair("test.ipynb", "test.py", PERCENT)
LINES = [
    "x = 1",
    "y = 2",
    "",
    "%time z",
    "!ls",
    "def f():",
    "    return 1",
    "# note",
    "s = '''",
    "'''",
    "# what?",
]
SOURCES = st.lists(st.sampled_from(LINES), max_size=4).map("\n".join)
CELLS = st.lists(st.builds(code, SOURCES) | st.builds(markdown, SOURCES), min_size=1, max_size=6)
EDITED = settings(max_examples=60, deadline=None)


def book(cells: list[dict[str, Any]]) -> Notebook:
    """Make a notebook whose code cells have outputs that tell them apart."""
    told = [
        cell | {"id": f"cell-{n}"} | ({"outputs": [stream(f"{n}\n")]} if cell["cell_type"] == "code" else {})
        for n, cell in enumerate(cells)
    ]
    return parse(notebook_b(*told, metadata=METADATA), "test.ipynb")


def seen(notebook: Notebook) -> dict[str, Any]:
    """Return the cells by id, but for what a text says of them."""
    return {str(cell.id): (cell.kind, cell.outputs) for cell in notebook.cells}


@given(CELLS, st.data())
@EDITED
def test_a_notebook_follows_any_text(cells: list[dict[str, Any]], data: st.DataObject) -> None:
    old = book(cells)
    kept = data.draw(st.lists(st.sampled_from(cells), max_size=5))
    other = book(data.draw(st.permutations(kept + data.draw(CELLS))))
    try:
        text = project(other, PAIR).text
        new = parse(notebook_from(old, text, PAIR).raw, "test.ipynb")
    except PairError:
        return  # said so, and nothing written
    assert same_meaning(project(new, PAIR).reading, read(text, PAIR))
    before = seen(old)
    assert all(before[name] == what for name, what in seen(new).items() if name in before)
    assert all(cell.outputs == [] for cell in new.cells if str(cell.id) not in before)


@given(CELLS, CELLS)
@EDITED
def test_a_text_follows_any_notebook(cells: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    try:
        old_b = text_from(book(cells), PAIR, None)
        ours = project(book(others), PAIR).reading
        text_b = text_from(book(others), PAIR, old_b)
    except PairError:
        return
    assert same_meaning(ours, read(text_b.decode(), PAIR))


@given(CELLS)
@EDITED
def test_a_text_that_nobody_changed_stays_as_it_is(cells: list[dict[str, Any]]) -> None:
    try:
        notebook = book(cells)
        text_b = text_from(notebook, PAIR, None)
    except PairError:
        return
    assert text_from(notebook, PAIR, text_b) == text_b
    assert notebook_from(notebook, text_b.decode(), PAIR).raw == notebook.raw


@pytest.mark.parametrize("source", ["f()\n", "\n\nf()", "\n\n# two\n"])
@pytest.mark.parametrize("kind", [code, markdown])
@pytest.mark.parametrize("name", ["myst", "markdown"])
def test_empty_lines_at_the_ends_of_a_cell_keep_no_text_from_becoming_a_notebook(
    source: str, kind: Callable[[str], dict[str, Any]], name: str, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").touch()
    pair = Pair(str(tmp_path / "nb.ipynb"), str(tmp_path / "nb.md"), Format(".md", name))
    (tmp_path / "nb.ipynb").write_bytes(
        notebook_b(code("a = 1"), kind(source), code("b = 1"), metadata=METADATA)
    )
    carry_out(plan_pair(pair))
    (tmp_path / "nb.ipynb").unlink()
    forget_state(pair)
    carry_out(plan_pair(pair))
    cells = parse((tmp_path / "nb.ipynb").read_bytes()).cells
    assert [cell.source.strip("\n") for cell in cells] == ["a = 1", source.strip("\n"), "b = 1"]
    assert plan_pair(pair).status.verdict == IN_STEP
