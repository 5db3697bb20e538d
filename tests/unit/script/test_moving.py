"""Functions and classes leave a notebook for a module, which it imports then."""

import builtins
import sys
import types
from typing import Any

import pytest

from nbtrack.errors import ScriptError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.script.extract import extract
from nbtrack.script.moving.plan import Moves, moves
from tests.making import code, markdown, notebook, stream

MODULE = "nbtrack_test_churn.train"


def plan(*sources: str, module: str | None = None) -> tuple[Notebook, Moves]:
    made = notebook(*map(code, sources))
    return made, moves(made, "churn/train.py", MODULE, None if module is None else module.encode())


def reasons(*sources: str, module: str | None = None) -> dict[str, str]:
    return {one.name: one.reason for one in plan(*sources, module=module)[1].stays}


def moved(*sources: str, module: str | None = None) -> list[str]:
    return [name for _, name in plan(*sources, module=module)[1].moved]


def after(made: Notebook, found: Moves) -> Notebook:
    return parse(apply_edits(made, found.edits), made.path)


def test_a_definition_moves_with_its_decorators_and_comments_and_an_import_takes_its_place() -> None:
    made, found = plan(
        "import math\nimport functools",
        "x = 1\n\n# how large\n@functools.cache\ndef area(r):\n"
        "    '''a\n  b'''\n    return math.pi * r  # done\n"
        "\n\ndef twice(r):\n    return area(r) * 2\n\n\ny = twice(1)",
    )
    assert found.text == (
        '"""Code that came out of test.ipynb."""\n\nimport math\nimport functools\n\n\n'
        "# how large\n@functools.cache\ndef area(r):\n    '''a\n  b'''\n    return math.pi * r  # done\n\n\n"
        "def twice(r):\n    return area(r) * 2\n"
    )
    assert (
        after(made, found).cells[1].source == f"x = 1\n\nfrom {MODULE} import area, twice\n\n\ny = twice(1)"
    )


def test_every_other_byte_of_the_notebook_stays() -> None:
    made = notebook(
        markdown("# ünï"),
        code("z = 1", outputs=[stream("1\n")], count=3),
        code("def f():\n    return 1", count=4),
    )
    found = moves(made, "churn/train.py", MODULE, None)
    new = apply_edits(made, found.edits)
    before, behind = made.raw.split(b'"def f():\\n"')[0], made.raw.rpartition(b"]")[2]
    assert new.startswith(before.rstrip())
    assert new.endswith(behind)


STAYS = {
    "f = 1\ndef f(): pass": {"f": "its name is set 2 times"},
    "def f():\n    !ls": {"f": "it contains a magic"},
    "def max(): pass": {"max": "its name is that of a builtin"},
    "def f():\n    global n\n    n = 1": {"f": "it sets the global name `n`"},
    "def f(): return eval('1')": {"f": "it uses `eval`, which means another thing in a module"},
    "import random\ndef f(x=random.random()): pass": {
        "f": "what it calls where it is defined may depend on the moment"
    },
    "df = load()\ndef f(): return df": {"f": "it uses `df`, which cell 1 sets"},
    "def f(): return g()\ndef g(): return df\ndf = 1": {
        "f": "it uses `g`, which cell 1 sets",
        "g": "it uses `df`, which cell 1 sets",
    },
    "def f(): display(1)": {"f": "it uses `display`, which only a notebook has"},
    "from math import *\ndef f(): return cos(1)": {"f": "it uses `cos`, which may come from `import *`"},
    "def f(): return missing": {"f": "it uses `missing`, which no cell sets"},
    "class A(B): pass\nclass B: pass": {"A": "it needs `B` before that is defined"},
    "class C:\n    lr = lr\nlr = 1": {"C": "it uses `lr`, which cell 1 sets"},
    "def a(): pass\nrun()\nimport numpy as np\ndef f(): return np": {
        "f": "cell 1 imports `np` behind what may have an effect; move the import up"
    },
    "try:\n    import a\nexcept ImportError:\n    a = None\ndef f(): return a": {
        "f": "it uses `a`, which cell 1 sets"
    },
    "from .x import a\ndef f(): return a": {"f": "it uses `a`, which cell 1 sets"},
}


@pytest.mark.parametrize("source", STAYS)
def test_what_cannot_move_stays_and_says_why(source: str) -> None:
    assert reasons(source) == STAYS[source]


def test_what_python_brings_may_be_imported_late() -> None:
    assert moved("def a(): pass\nrun()\nimport json\ndef f(): return json") == ["a", "f"]


def test_a_second_step_goes_behind_the_first() -> None:
    present = '"""Mine."""\nimport math\n\nCONSTANT = 1\n\n\ndef area(r):\n    return math.pi\n'
    made, found = plan(
        f"import math, json\nfrom {MODULE} import area",
        "def more(r):\n    return json.dumps(area(r) + math.e)",
        module=present,
    )
    assert found.text == present.replace("import math\n", "import math\nimport json\n") + (
        "\n\ndef more(r):\n    return json.dumps(area(r) + math.e)\n"
    )
    assert after(made, found).cells[1].source == f"from {MODULE} import more"


@pytest.mark.parametrize(
    ("present", "wanted"),
    [
        ("x = 1\n", "import json\n\n\nx = 1\n"),
        ("#!/usr/bin/env python\nx = 1\n", "#!/usr/bin/env python\nimport json\n\n\nx = 1\n"),
        ("# license\n\n# on x\nx = 1", "# license\n\nimport json\n\n\n# on x\nx = 1\n"),
        ('"""Doc."""\nx = 1\n', '"""Doc."""\n\nimport json\nx = 1\n'),
        ("import json\r\nx = 1\r\n", "import json\r\nx = 1\r\n"),
    ],
)  # fmt: skip
def test_nothing_of_an_existing_module_is_lost(present: str, wanted: str) -> None:
    newline = "\r\n" if "\r\n" in present else "\n"
    text = plan("import json\ndef f():\n    return json", module=present)[1].text
    assert text == wanted + f"{newline}{newline}def f():{newline}    return json{newline}"


def test_names_that_a_module_has_are_not_touched() -> None:
    found = reasons("import json\ndef f(): return json\ndef g(): pass", module="json = 1\ndef g(): pass\n")
    assert found == {"f": "churn/train.py has another `json`", "g": "churn/train.py has a `g` already"}


@pytest.mark.parametrize("present", [b"def f(:\n", b"\xff\xfe"])
def test_a_module_that_cannot_be_read_is_left_alone(present: bytes) -> None:
    with pytest.raises(ScriptError, match=r"churn/train\.py is not"):
        moves(notebook(code("def f(): pass")), "churn/train.py", MODULE, present)


def test_features_of_the_future_go_along_or_it_is_an_error() -> None:
    sources = ("from __future__ import annotations", "def f(x: later): pass")
    made = notebook(*map(code, sources))
    assert (
        moves(made, "churn/train.py", MODULE, None).stays[0].reason == "it uses `later`, which no cell sets"
    )
    made = notebook(code(sources[0]), code("def f(): pass"))
    assert "from __future__ import annotations\n" in moves(made, "churn/train.py", MODULE, None).text
    with pytest.raises(ScriptError, match="__future__"):
        moves(made, "churn/train.py", MODULE, b"x = 1\n")


def test_a_hostile_name_stays_inside_the_docstring() -> None:
    made = parse(notebook(code("def f(): pass")).raw, 'a"""\nraise SystemExit\n"""\\.ipynb')
    exec(moves(made, "churn/train.py", MODULE, None).text, {})


RUNS = {
    "functions that call each other": (
        "import math", "def a(x): return b(x)\ndef b(x): return math.floor(x)", "y = a(2.5)",
    ),
    "classes": (
        "import dataclasses", "@dataclasses.dataclass\nclass P:\n    x: int = 1\nclass Q(P): pass",
        "y = Q().x",
    ),
    "submodules": ("import os.path\nimport os", "def f(): return os.path.join('a', 'b') + os.sep", "y = f()"),
    "a magic beside it": ("%time z = 1\ndef f():\n    return 3", "y = f() + z"),
    "some stay": ("k = 2\ndef f(): return k\ndef g(): return 5", "y = f() + g()"),
}  # fmt: skip


@pytest.mark.parametrize("sources", RUNS.values(), ids=RUNS)
def test_the_notebook_computes_the_same(sources: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    made, found = plan(*sources)
    assert found.moved
    whole: dict[str, Any] = {}
    exec(extract(made).source, whole)
    module = types.ModuleType(MODULE)
    exec(found.text, module.__dict__)
    monkeypatch.setitem(sys.modules, MODULE.partition(".")[0], types.ModuleType("package"))
    monkeypatch.setitem(sys.modules, MODULE, module)
    parted: dict[str, Any] = {"__builtins__": builtins}
    exec(extract(after(made, found)).source, parted)
    assert parted["y"] == whole["y"]
    assert all(parted[name].__module__ != "builtins" for _, name in found.moved)
