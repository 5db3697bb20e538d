"""The quick way to a script gives what `extract` gives, or says that it cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.notebook.files import load
from nbtrack.script.extract import extract
from nbtrack.script.plain import plain_script
from tests.making import code, markdown, notebook

SAMPLES = sorted((Path(__file__).resolve().parents[3] / "sample_notebooks").glob("*.ipynb"))
LINES = st.sampled_from(
    [
        *(
            "x = 1",
            "x + 1",
            "y = _",
            "print(_1, Out, In[1])",
            "print(x)",
            "for i in range(3):",
            "    pass",
            "# a comment",
            "",
            "ls",
            "ls -l",
            "cd = 2",
            "pip",
        ),
        *(
            "'''a",
            "b'''",
            "import os",
            "await f()",
            "f(",
            ")",
            "display(x)",
            "%time x",
            "!ls",
            "x?",
            ">>> x = 1",
        ),
        *(
            "from __future__ import annotations",
            "who",
            "if x: y",
            "\tx",
            "x == 1",
            "return 1",
            "a;b",
            "\\",
            "\x0c",
        ),
    ]
)
SOURCES = st.lists(LINES, max_size=5).map("\n".join)


@given(st.lists(SOURCES, max_size=4))
def test_it_is_what_extract_makes(sources: list[str]) -> None:
    book = notebook(markdown("# title"), *map(code, sources))
    found = plain_script(book)
    assert found is None or found == extract(book)


@pytest.mark.parametrize(
    "source", ["x = 1", "import os\nprint(os.sep)", "print(1)\n\n\ndef f():\n    return 1"]
)
def test_plain_notebooks_take_the_quick_way(source: str) -> None:
    assert plain_script(notebook(code(source))) is not None


@pytest.mark.parametrize(
    "source", ["%matplotlib inline", "ls", "x = !ls", "display(1)", "await f()", "print 1"]
)
def test_others_do_not(source: str) -> None:
    assert plain_script(notebook(code(source))) is None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name))
def test_samples_come_out_the_same(path: Path) -> None:
    if path.name != "conflicted.ipynb":
        book = load(str(path))
        assert plain_script(book) in (None, extract(book))
