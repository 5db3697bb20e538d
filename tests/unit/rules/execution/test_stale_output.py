"""NBT306: outputs that say themselves that other code made them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.notebook.stale import execution_after
from tests.making import code, notebook, result, stream
from tests.unit.rules.asking import said

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

RULE = "NBT306"
RULER = "-" * 75

# What IPython writes for `x = 1`, `def f(): return 1 / 0` and `f()`, run as [3]; "\x1b[…m" are colours.
NEW = """\
\x1b[0;31mZeroDivisionError\x1b[0m        Traceback (most recent call last)
Cell \x1b[0;32mIn[3], line 4\x1b[0m
\x1b[1;32m      1\x1b[0m x = 1
\x1b[1;32m      2\x1b[0m \x1b[38;5;28;01mdef\x1b[39;00m f():
\x1b[1;32m      3\x1b[0m     \x1b[38;5;28;01mreturn\x1b[39;00m 1 / 0
\x1b[0;32m----> 4\x1b[0m f()

Cell \x1b[0;32mIn[3], line 3\x1b[0m, in \x1b[0;36mf\x1b[0;34m()\x1b[0m
\x1b[1;32m      2\x1b[0m \x1b[38;5;28;01mdef\x1b[39;00m f():
\x1b[0;32m----> 3\x1b[0m     \x1b[38;5;28;01mreturn\x1b[39;00m 1 / 0

\x1b[0;31mZeroDivisionError\x1b[0m: division by zero"""
EIGHT = """\
ZeroDivisionError                         Traceback (most recent call last)
Input In [3], in <cell line: 4>()
      2 def f():
      3     return 1 / 0
----> 4 f()

Input In [3], in f()
      2 def f():
----> 3     return 1 / 0

ZeroDivisionError: division by zero"""
SEVEN = """\
ZeroDivisionError                         Traceback (most recent call last)
<ipython-input-3-8f4e5b6a7c8d> in <module>
      2 def f():
      3     return 1 / 0
----> 4 f()

<ipython-input-3-8f4e5b6a7c8d> in f()
      1 x = 1
      2 def f():
----> 3     return 1 / 0
      4 f()

ZeroDivisionError: division by zero"""
KERNEL_6 = SEVEN.replace("<ipython-input-3-8f4e5b6a7c8d>", "/tmp/ipykernel_731/2417283.py")
WINDOWS = SEVEN.replace("<ipython-input-3-8f4e5b6a7c8d>", "~\\AppData\\Local\\Temp\\ipykernel_7\\24.py")
ALL = {"9": NEW, "8": EIGHT, "7": SEVEN, "ipykernel 6": KERNEL_6, "Windows": WINDOWS}
CODE = "x = 1\ndef f():\n    return 1 / 0\nf()"


def failed(source: str, traceback: str, count: int | None = 3) -> Notebook:
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": [RULER, traceback]}
    return notebook(code(source, outputs=[error], count=count))


@pytest.mark.parametrize("traceback", ALL.values(), ids=ALL)
@pytest.mark.parametrize(
    "source",
    [
        CODE,
        f"\n\n{CODE}",
        CODE.replace("\n", "\r\n"),
        f">>> {CODE}".replace("\n", "\n... "),
        "    " + CODE,
        CODE.replace("\n", "\n    "),
        f"# a comment that was put above\n{CODE}",
    ],
    ids=repr,
)
def test_the_code_that_failed_is_no_finding(source: str, traceback: str) -> None:
    assert said(RULE, failed(source, traceback)) == []


@pytest.mark.parametrize("traceback", ALL.values(), ids=ALL)
@pytest.mark.parametrize("count", [3, None])
def test_code_that_was_mended_is_found(traceback: str, count: int | None) -> None:
    mended = CODE.replace("1 / 0", "1 / 2")
    assert said(RULE, failed(mended, traceback, count)) == [
        "1: the code changed after it ran: line 3 of it, as output 1 quotes it, is not in the cell"
    ]


FORMATTED = {
    "quotes": ("open('x', 'r')", 'open("x", "r")'),
    "quotes of an f-string": ("print(f'{x}')", 'print(f"{x}")'),
    "a line in two": ("f(a, b=[1, 2])", "f(\n    a,\n    b=[1, 2],\n)"),
    "two lines in one": ("f(a,", "f(a, b)"),
    "the second of two lines": ("  b='x')", 'f(a, b="x")'),
    "brackets that do nothing": ("if (a):", "if a:\n    b"),
    "brackets that hold a long value": ("x = a + b", "x = (\n    a\n    + b\n)"),
    "digits": ("x = 0XFF + 1E5", "x = 0xFF + 1e5"),
    "a comment": ("x = 1  # one", "# 1\nx = 1"),
    "only a comment": ("# one", "x = 1"),
    "a quote in a comment": ("f(x)  # don't", "f(\n    x,\n)"),
    "between magics": ("open('x')", '!ls "\nopen("x")'),
}


def quoting(line: str) -> str:
    return f"E    Traceback (most recent call last)\nCell In[3], line 1\n----> 1 {line}\n\nE: v"


@pytest.mark.parametrize(("before", "after"), FORMATTED.values(), ids=FORMATTED)
def test_code_that_was_only_laid_out_anew_is_no_finding(before: str, after: str) -> None:
    assert said(RULE, failed(after, quoting(before))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("open('x')", 'open("y")'),
        ("x = a - b", "x = a + b"),
        ("f(a", "f(b, a)"),
        ("x = 'a", "x = 'a'"),
        ("if (a):", "if b:\n    a"),
        ("f(x) # a)", "g(x)"),
        ("return x", "x"),
    ],
)
def test_code_that_says_something_else_is_found(before: str, after: str) -> None:
    assert len(said(RULE, failed(after, quoting(before)))) == 1


SYNTAX = [
    '  Cell In[3], line 2\n    print x\n    ^\nSyntaxError: Missing parentheses in call to "print"',
    '  File "<ipython-input-3-fc17d851ef81>", line 2\n    print x\n          ^\nSyntaxError: invalid syntax',
]


@pytest.mark.parametrize("traceback", SYNTAX, ids=["9", "7"])
def test_a_syntax_error_quotes_its_line(traceback: str) -> None:
    assert said(RULE, failed("x = 1\nprint x", traceback)) == []
    (message,) = said(RULE, failed("x = 1\nprint(x)", traceback))
    assert "line 2 of it" in message


HARMLESS = {
    "a magic": NEW.replace("x = 1", "get_ipython().run_line_magic('time', 'x = 1')"),
    "another cell's function": SEVEN.replace("input-3-8f4e5b6a7c8d> in f", "input-2-8f4e5b6a7c8d> in f"),
    "a library": EIGHT.replace("Input In [3], in f()", "File ~/lib/x.py:2, in f(self)"),
    "links of an editor": NEW.replace("----> 4", "----> <a href='x'>4</a>"),
    "nothing": "",
    "no frames": "KeyError: 'x'",
}


@pytest.mark.parametrize("traceback", HARMLESS.values(), ids=HARMLESS)
def test_what_is_not_quoted_from_the_cell_is_not_compared(traceback: str) -> None:
    assert said(RULE, failed("def f():\n    return 1 / 0\nf()\n%time x = 1\nx = 1", traceback)) == []


def test_a_result_of_another_run_is_found() -> None:
    shown = result({"text/plain": "1"}, count=3)
    assert said(RULE, notebook(code("1", outputs=[stream("x"), shown], count=5))) == [
        "1: output 2 is the result of [3], the cell ran last as [5]"
    ]
    assert said(RULE, notebook(code("1", outputs=[shown], count=3), code("1", outputs=[shown]))) == []


@pytest.mark.parametrize("traceback", [None, "x", 7, [7, None, {}], ["Cell In[3], line 1"]], ids=repr)
def test_a_hostile_traceback_is_never_a_crash(traceback: Any) -> None:
    error = {"output_type": "error", "ename": 1, "evalue": None, "traceback": traceback}
    assert said(RULE, notebook(code("x", outputs=[error], count=3))) == []


def test_outputs_that_sync_marked_are_found_until_the_cell_runs_again() -> None:
    run = code("x = 1", outputs=[stream("1\n")], count=1)
    cell = notebook(run).cells[0]
    marked = {"execution": execution_after(cell, "x = 2")}
    changed = notebook(code("x = 2", outputs=[stream("1\n")], count=1, metadata=marked))
    assert said(RULE, changed) == ["1: `nbtrack sync` changed the code after it ran"]
    again = notebook(code("x = 2", outputs=[stream("2\n")], count=2, metadata=marked))
    assert said(RULE, again) == []
