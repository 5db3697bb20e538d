"""The quick way to a script gives what `extract` gives, or says that it cannot tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.notebook.files import load
from nbtrack.script.compiling import NotPython, check, check_each
from nbtrack.script.extract import translation
from nbtrack.script.plain import plain_script
from tests.making import code, markdown, notebook

if TYPE_CHECKING:
    from collections.abc import Callable

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
    assert found is None or found == translation(book)


@given(st.lists(SOURCES, max_size=5))
def test_cells_that_compile_together_compile_each(sources: list[str]) -> None:
    texts = [f"{source}\n" for source in sources]
    try:
        check_each(texts)
    except NotPython:
        return
    for text in texts:
        check(text)


@pytest.mark.parametrize(
    "texts",
    [
        ["x = '''a\n", "b'''\n"],
        ['x = """a\n', '"""\n', "x\n"],
        ["x = 'a\\\n", "b'\n"],
        ["f(\n", ")\n"],
        ["if x:\n", "    y\n"],
        ["if x:\n    y\n", "else:\n    z\n"],
        ["@f\n", "def g(): pass\n"],
    ],
)
def test_cells_that_compile_only_together_do_not(texts: list[str]) -> None:
    with pytest.raises(NotPython):
        check_each(texts)


@pytest.mark.parametrize(
    "source", ["x = 1", "import os\nprint(os.sep)", "print(1)\n\n\ndef f():\n    return 1"]
)
def test_plain_notebooks_take_the_quick_way(source: str) -> None:
    assert plain_script(notebook(code(source))) is not None


@pytest.mark.parametrize(
    "source", ["%matplotlib inline", "ls", "x = !ls", "display(1)", "await f()", "print 1"]
)
def test_what_is_not_surely_plain_takes_the_long_way(source: str) -> None:
    assert plain_script(notebook(code(source))) is None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name))
def test_samples_come_out_the_same(path: Path) -> None:
    if path.name != "conflicted.ipynb":
        book = load(str(path))
        assert plain_script(book) in (None, translation(book))


@given(st.lists(SOURCES, max_size=5))
def test_it_asks_the_compiler_itself(sources: list[str]) -> None:
    texts = [f"{source}\n" for source in sources if "__future__" not in source]
    assert compiles(check_each, texts) == compiles(check_all, texts)


def check_all(texts: list[str]) -> None:
    for text in texts:
        check(text)
    check("pass\n".join(texts))


def compiles(checking: Callable[[list[str]], None], texts: list[str]) -> bool:
    try:
        checking(texts)
    except NotPython:
        return False
    return True


@pytest.mark.parametrize(
    "source", ["return 1", "await f()", "break", "yield 1", "global x\nx = 1\nglobal x", "def f(a, a): pass"]
)
def test_what_only_the_compiler_refuses_is_refused(source: str) -> None:
    with pytest.raises(NotPython):
        check_each([f"{source}\n"])


@pytest.mark.parametrize(
    "source", ["1 / 0\n", "raise SystemExit\n", "\nimport os; os._exit(1)\n", "del compiles\n"]
)
def test_nothing_runs_that_is_only_compiled(source: str) -> None:
    check_each([source])


def test_the_compilers_warnings_are_not_for_who_extracts() -> None:
    program = "from nbtrack.script.compiling import check_each; check_each(['x = \"\\\\d\" is 1\\n'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_warning_that_is_an_error_is_left_to_the_longer_way() -> None:
    book = notebook(code("x = '\\d'\ny = 1"))
    assert plain_script(book) is None
    assert "refused" not in [entry.verdict for entry in translation(book).ledger]
