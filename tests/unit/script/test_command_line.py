"""A notebook's parameters as a command line; the script means what the notebook means."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from nbtrack.errors import ScriptError
from nbtrack.notebook.document import Notebook
from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.given import Given
from nbtrack.notebook.parameters.injection import with_parameters
from nbtrack.script.command_line.command_line import command_line_script
from nbtrack.script.extract import extract, fitting_cells
from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.model import Script
from tests.making import code, notebook

TAGGED: dict[str, Any] = {"metadata": {"tags": ["parameters"]}}


@pytest.fixture(autouse=True)
def _nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBTRACK_RECORD", "off")


def made(parameters: str, *sources: str, before: str = "import math") -> Notebook:
    return notebook(code(before), code(parameters, **TAGGED), *map(code, sources))


def script_of(made: Notebook, metrics: dict[int, tuple[str, ...]] | None = None) -> Script:
    features, cells = fitting_cells(made, "run", BUILT_IN)
    return command_line_script(made, features, cells, metrics or {})


def run(source: str, **given: Any) -> dict[str, Any]:
    """Run a script as a module and call its main; return its names."""

    def main() -> dict[str, Any]:
        names: dict[str, Any] = {"__name__": "script"}
        exec(compile(source, "script.py", "exec"), names)
        names["notebook_main" if "notebook_main" in names else "main"](**given)
        return ended(names)

    return alone(main)


def alone(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Work in a thread of its own: a browser's event loop runs in that of the tests, and allows no other."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def ended(names: dict[str, Any]) -> dict[str, Any]:
    """Close the event loop that a script has until its process ends."""
    if names.get("_nb_loop"):
        names["_nb_loop"].close()
    return names


def values(names: dict[str, Any]) -> dict[str, str]:
    """Return what can be compared of names: values as Python writes them, of all else the type."""
    plain = (bool, int, float, str, list, dict, tuple, set, type(None), Path)
    return {
        name: repr(value) if isinstance(value, plain) else type(value).__name__
        for name, value in names.items()
        if not name.startswith("_") and name not in ("main", "notebook_main", "Out")
    }


def notebooks_own(made: Notebook, **given: Any) -> dict[str, str]:
    """Return the names that the notebook ends with when it runs with these values."""
    bound = bind(made, [Given(name, value, "test") for name, value in given.items()])

    def main() -> dict[str, Any]:
        names: dict[str, Any] = {"__name__": "script"}
        exec(extract(with_parameters(made, bound)).source, names)
        return ended(names)

    return values(alone(main))


SAME = {
    "plain": ("lr = 0.1", "y = lr * 2"),
    "a default that another is computed from": ("lr = 0.1\nsteps = int(10 / lr)", "y = steps"),
    "a computed default": ("lr = 0.1\nhalf = math.sqrt(4.0)", "y = lr + half"),
    "a parameter that is set twice": ("lr = 0.1\nlr = 0.3", "y = lr"),
    "two in one statement": ("lr, n = 0.1, 3", "y = lr * n"),
    "a parameter that a cell rebinds": ("lr = 0.1", "lr = lr / 2", "def f(): return lr\ny = f()"),
    "a function that sets a parameter": ("lr = 0.1", "def f():\n    global lr\n    lr = 9\nf()", "y = lr"),
    "a parameter that is deleted": ("lr = 0.1", "y = lr\ndel lr"),
    "a class with a field of a parameter's name": ("lr = 0.1", "class C:\n    lr = lr\ny = C.lr"),
    "functions that use names set later": ("lr = 0.1", "def f(): return z * lr", "z = 3\ny = f()"),
    "annotated names": ("lr: float = 0.1", "x: int = 3\nz: int\nw: 'list[int]' = [x]"),
    "global at the top": ("lr = 0.1", "global x\nx = 2\nif x:\n    global y\n    y = 3"),
    "import of all names": ("lr = 0.1", "print('effect')", "from math import *\ny = cos(0) + lr"),
    "import of all names behind a constant": ("lr = 0.1", "e = 5\nfrom math import *", "y = e"),
    "an import of a parameter's name": ("e = 0.1", "from math import e", "y = e"),
    "exec and eval": ("lr = 0.1", "exec('a = lr * 2')", "b = eval('a + 1')"),
    "globals and locals": ("lr = 0.1", "a = globals()['lr']; b = 'a' in locals(); c = 'a' in vars()"),
    "dir": ("lr = 0.1", "a = 'lr' in dir()"),
    "loops, with, except, walrus": (
        "lr = 0.1",
        "for i in range(3): pass\ntry:\n    1 / 0\nexcept ZeroDivisionError as e:\n    s = str(e)",
        "if (n := 10) > 5: m = n\nq = [k := j for j in range(3)]",
    ),
    "strings of several lines": ("lr = 0.1", "s = '''a\n  b\nc'''\nif s:\n    t = f'''{lr}\nx'''"),
    "values in brackets of several lines": (
        "lr = 0.1\ntext = ('a '\n  'b')\nsum_ = (\n  1\n  + 2\n)\nsizes = [1,  # one\n  2]", "y = text",
    ),
    "a parameter that is a text of several lines": ("lr = 0.1\ntext = '''a\n  b'''", "y = text"),
    "await": ("lr = 0.1", "import asyncio", "y = await asyncio.sleep(0, lr)"),
    "magics": ("lr = 0.1", "%time y = lr\nx = !echo {lr}", "z = x[0]"),
    "a notebook that has a main": ("lr = 0.1", "def main():\n    return lr", "y = main()"),
    "a name of a builtin": ("lr = 0.1", "a = max(1, 2)", "def max(*x): return 0", "b = max(1, 2)"),
    "a function that replaces an imported one": (
        "lr = 0.1", "from math import *\na = cos(0)", "def cos(x): return 7", "b = cos(0)",
    ),
    "random numbers in a default": (
        "lr = 0.1", "import random\nrandom.seed(1)", "def f(x=random.random()): return x", "y = f()",
    ),
    "a decorator with an effect": (
        "lr = 0.1", "seen = []\ndef note(f):\n    seen.append(f.__name__)\n    return f",
        "@note\ndef g(): pass",
    ),
    "two definitions of a name": ("lr = 0.1", "def f(): return 1\na = f()", "def f(): return 2\nb = f()"),
    "a list that is changed": ("lr = 0.1\nitems = [1]", "items.append(2)"),
    "results that a kernel keeps": ("lr = 0.1", "lr * 3", "y = _"),
    "statements that share a line": (
        "lr = 0.1", "import os; x = 1; import json\ndef f(): return os.sep\ny = f()",
    ),
    "classes that build on each other": (
        "lr = 0.1", "class A:\n    def f(self): return B\nclass B(A): pass", "b = B().f()",
    ),
    "an import behind an effect": (
        "lr = 0.1", "x = [1]\nx.append(2)\nimport json", "def f(): return json.dumps(x)\ny = f()",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sources", SAME.values(), ids=SAME)
@pytest.mark.parametrize("value", [None, 0.5], ids=["as it is", "lr = 0.5"])
def test_the_script_ends_with_the_names_of_the_notebook(
    sources: tuple[str, ...], value: float | None
) -> None:
    one = made(*sources)
    given = {} if value is None else {sources[0].partition(" ")[0].strip(",:"): value}
    assert values(run(script_of(one).source, **given)) == notebooks_own(one, **given)


def test_what_an_earlier_run_put_there_does_not_hold_over_what_is_given() -> None:
    injected = code("lr = 7", metadata={"tags": ["injected-parameters"]})
    one = notebook(code("lr = 0.1", **TAGGED), injected, code("y = lr"))
    script = script_of(one)
    assert values(run(script.source, lr=0.5)) == notebooks_own(one, lr=0.5)
    assert [(entry.cell, entry.verdict) for entry in script.ledger] == [(2, "dropped")]


def test_a_second_call_begins_anew() -> None:
    names = run(script_of(made("items = [1]", "items.append(2)")).source)
    names["main"]()
    assert names["items"] == [1, 2]


def test_what_is_only_declared_has_to_be_given() -> None:
    source = script_of(made("seed: int", "y = seed")).source
    with pytest.raises(TypeError, match="seed"):
        run(source)
    assert run(source, seed=3)["y"] == 3


def test_imports_and_functions_that_need_nothing_else_stand_at_the_top_level() -> None:
    one = made(
        "lr = 0.1",
        "# why\n@staticmethod\ndef area(r=1.0): return math.pi * r",
        "import json",
        "def outer(): return area()",
        "def uses(): return lr",
        before="import math",
    )
    names: dict[str, Any] = {"__name__": "script"}
    source = script_of(one).source
    exec(source, names)
    assert names["outer"]() == names["area"]() == pytest.approx(3.14, abs=0.01)
    assert "uses" not in names
    assert "json" in names
    assert "\n# why\n@staticmethod\n" in source


def test_the_command_line_is_read_before_imports_that_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = script_of(made("lr = 0.1  # step", before="import not_installed_here")).source
    for words, code_ in ((["--help"], 0), (["--lr", "much"], 2)):
        monkeypatch.setattr(sys, "argv", ["script.py", *words])
        with pytest.raises(SystemExit) as ended:
            exec(source, {"__name__": "__main__"})
        assert ended.value.code == code_
    assert "step (default: 0.1)" in capsys.readouterr().out
    with pytest.raises(ModuleNotFoundError):
        exec(source, {"__name__": "imported"})


def test_every_line_of_a_cell_knows_its_place_and_the_others_have_none() -> None:
    script = script_of(
        made("lr = 0.1", "import os\nx = 1", "def f():\n    return 1", "y = 'a\\\nb'"), {3: ("x",)}
    )
    found = {
        text.strip(): place
        for text, place in zip(script.source.split("\n"), script.lines, strict=False)
        if place
    }
    assert found == {
        "import math": (1, 1), "import os": (3, 1), "x = 1": (3, 2), "def f():": (4, 1), "return 1": (4, 2),
        "y = 'a\\": (5, 1), "b'": (5, 2),
    }  # fmt: skip
    assert len(script.lines) == script.source.count("\n")


def test_a_notebook_without_parameters_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ScriptError, match="no cell tagged `parameters`") as caught:
        script_of(notebook(code("x = 1")))
    assert "`nbtrack params --tag-cell 1 test.ipynb`" in (caught.value.hint or "")
    with pytest.raises(ScriptError, match="cell 2 is tagged `parameters` and sets nothing"):
        script_of(made("print('x')"))


def test_a_cell_that_is_no_python_raises_where_it_stands() -> None:
    script = script_of(made("lr = 0.1", "x = 1", "print 'x'"))
    names: dict[str, Any] = {"__name__": "script"}
    exec(script.source, names)
    with pytest.raises(SyntaxError, match="cell 4, line 1"):
        names["main"]()
    assert names["x"] == 1


def test_a_comment_cannot_leave_its_literal() -> None:
    source = script_of(made("lr = 0.1  # \"); import os #\x1b[31m ' \\ {x} %s", "y = lr")).source
    assert "\x1b" not in source
    assert run(source)["y"] == 0.1


def test_a_notebook_that_begins_its_run_itself_is_not_recorded_twice() -> None:
    own = script_of(made("lr = 0.1", "import nbtrack\nnbtrack.start(params={'lr': lr})")).source
    other = script_of(made("lr = 0.1", "import nbtrack\nnbtrack.log(x=lr)")).source
    assert "_nb_experiment(" not in own
    assert "_nb_experiment(_nb_cells" in other


def test_main_gives_way_to_a_main_of_the_notebook() -> None:
    source = script_of(made("lr = 0.1", "def main(): return lr")).source
    assert "def notebook_main(*, lr=0.1):" in source
    assert sys.modules["nbtrack"].__file__
