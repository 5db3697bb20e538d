"""What is called in step without jupytext is in step by jupytext."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.errors import PairError
from nbtrack.notebook.document import Notebook
from nbtrack.pairing.agreement import surely_agree
from nbtrack.pairing.pairs import Pair
from nbtrack.pairing.projection import project, read
from nbtrack.pairing.reading import same_meaning
from tests.making import code, markdown, notebook
from tests.unit.pairing.pairmaking import METADATA, PERCENT, text_of

PAIR = Pair("test.ipynb", "test.py", PERCENT)


def paired(*cells: dict[str, Any], **metadata: Any) -> Notebook:
    return notebook(*cells, metadata=METADATA | metadata)


USUAL = {
    "code": code("x = 1\n\nprint(x)"),
    "Markdown": markdown("# Title\n\ntext"),
    "raw": {"cell_type": "raw", "metadata": {}, "source": ["raw"]},
    "empty code": code(""),
    "empty Markdown": markdown(""),
    "line magic": code("%matplotlib inline\n!ls -l\nx = !ls\nx?"),
    "magic in a block": code("if x:\n    !ls"),
    "magic on several lines": code("!pip install \\\n  pandas"),
    "cell magic": code("%%time\nx = 1"),
    "another language": code("%%bash\nls -l\n\n# list\n%%time"),
    "another language with arguments": code('%%script bash -c "x"\nls\n'),
    "final line end": code("x = 1\n"),
    "tags": code("x = 1", metadata={"tags": ["parameters"], "collapsed": True}),
    "blank lines that jupytext remembered": code("x = 1", metadata={"lines_to_next_cell": 2}),
    "function": code("def f():\n    pass"),
}
UNUSUAL = {
    "a marker": code("x = 1\n# %%\ny = 1"),
    "blank lines at the end": code("x = 1\n\n\n"),
    "a comment that looks like a magic": code("# !ls"),
    "a title": code("x = 1", metadata={"title": "Title"}),
}


@pytest.mark.parametrize("cell", USUAL.values(), ids=USUAL)
def test_usual_cells_are_seen_to_agree(cell: dict[str, Any]) -> None:
    book = paired(code("a = 1"), cell, code("b = 1"))
    assert surely_agree(book, text_of(book))


@pytest.mark.parametrize("cell", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_cells_are_left_to_jupytext(cell: dict[str, Any]) -> None:
    text = text_of(paired(code("a = 1"), code("b = 1")))
    assert not surely_agree(paired(code("a = 1"), cell, code("b = 1")), text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = 1", "x = 2"),
        ("x = 1", "# x = 1"),
        ("# %matplotlib inline", "#%matplotlib agg"),
        ("# Title", "## Title"),
        ("# %%\nx", "# %% [markdown]\nx"),
        ("# %%\nx", '# %% tags=["a"]\nx'),
        ("# %% [markdown]\n# Title\n\n", ""),
        ("name: python3", "name: other"),
        ("formats: ipynb,py:percent", "formats: ipynb,md"),
        ("format_name: percent", "format_name: light"),
        ("x = 1\n", "x = 1\n\n\n\n"),
        ('language="bash"', 'language="sh"'),
        ("# echo", "# echo x"),
        ("# echo", "echo"),
    ],
)
def test_a_change_is_never_called_agreement(old: str, new: str) -> None:
    book = paired(code("x = 1"), markdown("Title"), code("%matplotlib inline"), code("%%bash\necho"))
    text = text_of(book)
    assert surely_agree(book, text)
    assert old in text
    assert not surely_agree(book, text.replace(old, new, 1))


def test_a_header_that_says_more_is_left_to_jupytext() -> None:
    book = paired(code("x = 1"), orphan=True)
    assert not surely_agree(book, text_of(book))


LINES = st.sampled_from(
    [
        "x = 1",
        "",
        "# c",
        "%time",
        "!ls",
        "ls",
        "x?",
        "'''",
        "    y",
        "# %%",
        "# %% [markdown]",
        "%%bash",
        "%%script a b",
        "#",
        "# !ls",
        "a\\",
    ]
)
SOURCES = st.lists(LINES, max_size=4).map("\n".join)
LAYOUTS = st.sampled_from([{}, {}, {"lines_to_next_cell": 0}, {"lines_to_next_cell": 2}])
CELLS = st.lists(
    st.builds(code, SOURCES, metadata=LAYOUTS) | st.builds(markdown, SOURCES), min_size=1, max_size=3
)


@given(CELLS, st.integers(0, 40), st.sampled_from(["remove", "double", "comment", "bare"]) | LINES)
@settings(max_examples=100, deadline=None)
def test_agreement_is_what_jupytext_calls_the_same(cells: list[dict[str, Any]], at: int, change: str) -> None:
    try:
        ours = project(paired(*cells), PAIR)
    except PairError:
        return
    lines = ours.text.split("\n")
    place = 14 + at % (len(lines) - 14)  # below the header
    line = lines[place]
    changed = {
        "remove": [],
        "double": [line, line],
        "comment": ["# " + line],
        "bare": [line.removeprefix("# ")],
    }
    lines[place : place + 1] = changed.get(change, [line, change])
    text = "\n".join(lines)
    if surely_agree(paired(*cells), text):
        assert same_meaning(ours.reading, read(text, PAIR))
