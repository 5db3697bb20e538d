"""IPython's own input transformer is the authority on what in a cell is a magic."""

import ast
import random
import re

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from nbtrack.notebook.document import parse
from nbtrack.script.cleaning import cleaned
from nbtrack.script.pieces import CAPTURE, HELP, MAGIC, PYTHON, SHELL, pieces
from tests.conformance.corpus import NOTEBOOKS, needs_notebooks

_CALL = re.compile(r"get_ipython\(\)\.(\w+)\((.*)\)$", re.MULTILINE)

CELLS = (
    "%matplotlib inline\nx = 1",
    "x = 7\ny = (x\n%3)\n!ls",
    "x = 7 \\\n% 3",
    "text = '''\n%cd /\n!ls\n'''",
    'text = """a\n""" ; y = 1\n%time y',
    "if True:\n    !ls -l {x}\n    %cd ..\nelse:\n    pass",
    "files = !ls *.py\nhere = %pwd\na, b = !echo 1",
    "x = {'a': 1}\nx['a'] = !ls",
    "if x: y = !ls",
    "f(a=1); z = !ls",
    "x == 3\nx != 4\nx %= 3\nx = 4 % 3\nx = -1",
    "a = b = !ls",
    "x: int = %pwd",
    "!echo it's (not) \"closed\nx = 1\n%time x",
    "!for i in 1 2; do \\\n  echo $i; \\\ndone\nx = 1",
    "%run script.py \\\n  --option",
    "!!ls -l",
    "print?\n?print\nx.y??\n%time?\n*int*?",
    "x = 1  # what?\n# %cd /\n'a?'",
    "def f():\n    # only a comment\n    %timeit f()\n    return 1",
    "# comment\n%cd x",
    "x = f'{y!r} %s' % 1\nz = '!ls'",
    "s = 'it\\'s'\n!ls\nr'\\\\'\n!pwd",
    "[\n!ls\n]",
    "  %cd indented\n  x = 1",
    ">>> x = 1\n>>> %cd a",
    "In [3]: %cd a\nIn [4]: x = 1",
    "@property\ndef f(): pass\n%cd a",
    "class A:\n    x = !ls\n    def f(self):\n        %cd x",
    "x = 1 ; !ls",
    "lambda: 1\n%%time x",
    "",
    "\n\n%cd a",
    "%",
    "!",
    "x = %",
    "x = % 3",
    "x =!ls",
    "x =%pwd",
    "while x: # loop\n  !sleep 1",
    "%timeit -n 1 x = {1: 2}",
    "# -*- coding: utf-8 -*-\nx = 'ü'\n!echo ü",
)


@pytest.mark.parametrize("cell", CELLS)
def test_finds_what_ipython_finds(cell: str) -> None:
    assert ours(cell) == ipythons(cell)


@pytest.mark.parametrize("seed", range(40))
def test_finds_what_ipython_finds_in_any_order(seed: int) -> None:
    """Join cells that end where a statement ends, so that what follows begins one."""
    complete = [cell for cell in CELLS if _ends(cell)]
    cell = "\n".join(random.Random(seed).sample(complete, 6))
    assert ours(cell) == ipythons(cell)


def _ends(cell: str) -> bool:
    return bool(cell) and not cell.startswith((" ", ">>>", "In [", "\n"))


def ours(cell: str) -> list[tuple[str, str]]:
    """List the constructs that we find, as (what IPython would call, its arguments)."""
    calls = {MAGIC: "run_line_magic", SHELL: "system", CAPTURE: "getoutput", HELP: "help"}
    found = []
    for piece in pieces(cleaned(cell)):
        if piece.kind == PYTHON:
            continue
        call = "getoutput" if piece.kind == SHELL and piece.prefix.strip() else calls[piece.kind]
        found.append((call, "" if piece.kind == HELP else " ".join(piece.command.split())))
    return found


def ipythons(cell: str) -> list[tuple[str, str]]:
    """List the calls that IPython makes of a cell."""
    found = []
    transformed = TransformerManager().transform_cell(cell)  # type: ignore[no-untyped-call]
    for method, arguments in _CALL.findall(transformed):
        words = ast.literal_eval(f"({arguments},)") if arguments else ("pinfo",)
        is_help = words[0] in ("pinfo", "pinfo2", "psearch")
        found.append(("help", "") if is_help else (method, " ".join(" ".join(words).split())))
    return found


@needs_notebooks
def test_finds_what_ipython_finds_in_real_notebooks() -> None:
    books = [parse(path.read_bytes()) for path in NOTEBOOKS[::8]]
    cells = [cell.source for book in books for cell in book.cells if cell.kind == "code"]
    own = [cell for cell in cells if not cell.lstrip().startswith("%%") and "get_ipython" not in cell]
    assert not [cell for cell in own if ours(cell) != ipythons(cell)]
