"""Ways in which notebooks get their names that no textbook shows: none of them is a NameError."""

from __future__ import annotations

from typing import Any

import pytest

from tests.making import code, notebook
from tests.unit.rules.asking import said

QUIET: dict[str, list[str]] = {
    # magics
    "a setup for %%timeit": ["%%timeit -n 10 -r3 a = 1; b = 2\na + b"],
    "a setup for %%memit": ["%%memit a = [0] * 10\nsum(a)"],
    "%%capture, the name first": ["%%capture out --no-stderr\nx = 1", "out, x"],
    "a cell magic behind an empty line": ["\n\n%%bash\nls -l", "\n%%capture out\nx = 1", "out, x"],
    "a comment before a cell magic": ["#@title Shell\n%%bash\nls -l"],
    "%%shell of Colab": ["%%shell\nfor f in *; do echo $f; done", "x = 1\nx"],
    "a cell in R": ["%%R -o df\ndf <- x", "df"],
    "a query": ["%%bigquery df --project p\nSELECT 1", "df.head()"],
    "%aimport": ["%aimport numpy, pandas", "numpy, pandas"],
    "%macro": ["%macro again 1-3", "again"],
    "an extension that may inject": ["%load_ext kedro.ipython", "catalog, session"],
    "%%script false": ["%%script false --no-raise-error\nx = nothing"],
    "a page that runs Python": ["%%javascript\nIPython.notebook.kernel.execute('x = 1')", "x"],
    "Javascript objects": ["from IPython.display import Javascript\nJavascript('kernel.execute(1)')", "x"],
    "automagic with options": ["ls -l", "cd /content", "ls /tmp", "rm -rf build", "cat -n x"],
    "automagic that is timed": ["%time ls", "%%time\nls -l", "x = 1\n%time ls -l", "if x:\n  %time cd /"],
    "a magic that is timed": ["%time %env A=1", "%time !ls -l", "%time %run x.py", "defined_there"],
    "automagic in a cell with blank lines": ["\nls -l\n", " ls -l"],
    "a shell command in a block": ["try:\n    import os\nexcept ImportError:\n    !pip install os\nos"],
    "a nested shell assignment": ["if True:\n    files = !ls\nfiles"],
    "two names of one command": ["a, b = !ls", "a, b"],
    "IPython's own": ["__IPYTHON__, _exit_code, __builtin__, _oh, execfile, help, license"],
    # exercises
    "an exercise of nbgrader": ["# YOUR CODE HERE\nraise NotImplementedError()", "assert a == 1\nf(a)"],
    "an exercise without a call": ["raise NotImplementedError", "def test():\n    return a"],
    "an exercise of otter-grader": ["x = ...\n...", "assert a == x"],
    # lines whose author knows
    "noqa": ["x = nothing  # noqa: F821", "nothing.y = nothing  # NOQA"],
    "noqa among others": ["x = nothing  # noqa:E501,F821 - made by a decorator", "nothing # x # noqa: F"],
    # SymPy and others that write into the namespace
    "var": ["from sympy import var\nvar('x y, z')", "x + y + z"],
    "var of the module": ["import sympy as sp\nsp.var('a b')", "a * b"],
    "var of a range": ["import sympy\nsympy.var('x:5')", "x0 + x4"],
    "init_session": ["import sympy\nsympy.init_session()", "x, y, f"],
    "a session of dill": ["import dill\ndill.load_session('x.db')", "anything"],
    "the main module": ["import __main__\n__main__.x = 1", "x"],
    "its own module": ["import sys\nsetattr(sys.modules[__name__], 'x', 1)", "x"],
    "builtins": ["import builtins\nbuiltins.x = 1", "x"],
    "a shell by another name": ["ip = get_ipython()\nip.run_line_magic('pylab', '')", "plot(1)"],
    "push": ["ip = get_ipython()\nip.push({'x': 1})", "x"],
    "the namespace of the shell": ["s = get_ipython()\ns.user_ns['x'] = 1", "x"],
    "a frame": ["import inspect\ninspect.currentframe().f_globals['x'] = 1", "x"],
    "exec in globals": ["exec(compile('x = 1', '', 'exec'), globals())", "x"],
    "a check in globals": ["if 'x' in globals():\n    print(x)"],
    "a check in dir": ["if 'x' not in dir():\n    x = 1\nx", "if 'y' in dir():\n    y"],
    "star of fastai": ["from fastai.vision.all import *", "dls = ImageDataLoaders.from_folder(path)"],
    "star of pylab": ["from pylab import *", "plot(arange(3))"],
    # code for two Pythons
    "names of Python 2": ["import sys\nif sys.version_info[0] < 3:\n    range = xrange\n    str = unicode"],
    "names of Python 2 in a function": [
        "import six",
        "def read(): return raw_input() if six.PY2 else input()",
    ],
    "reload, by version": ["import sys\nif sys.version[0] == '2':\n    reload(sys)"],
    "print of Python 2": ["print 'hello'", "x = raw_input('?')", "print x"],
    "print into a file": ["from __future__ import print_function\nimport sys\nprint('x', file=sys.stderr)"],
    # scopes
    "a global of a class": ["class A:\n    global x\n    x = 1", "x"],
    "a class in a function": ["def f(n):\n    class A:\n        m = n\n        def g(self): return n, A"],
    "a comprehension in a class": ["class A:\n    xs = [1]\n    ys = [x for x in xs]"],
    "a lambda as a default": ["def f(key=lambda row: row[0]): return key"],
    "conditional imports": ["try:\n    import x\nexcept ImportError:\n    x = None", "x"],
    "a loop with del": ["for i in range(3):\n    tmp = i\n    del tmp", "i"],
    "switched off": ["if False:\n    nothing()\n    x = 1", "if 0:\n    nothing()\nelse:\n    pass", "x"],
    "annotations that are never run": ["from __future__ import annotations", "def f(x: Frame) -> Frame: ..."],
    "type hints behind a flag": [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from x import A\ndef f(a: A): return a"
    ],
    "dataclasses": ["from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'B' = None"],
    "match on a class": ["class P: x = 0\nmatch P():\n    case P(x=0) as p: p\n    case int() | str(): 1"],
    "star targets": ["first, *rest = [1, 2]\n[*rest, first]", "for i, *j in []: i, j"],
    "nested f-strings": ["w = 3\nf'{w!r:>{w}} {w:{w}.{w}f} {{w}}'"],
    "a formatted debug": ["w = 1\nf'{w=}'"],
    "a generator's first iterable": ["rows = [[1]]\nsum(c for r in rows for c in r)"],
    "global before use": ["def f():\n    global model\n    model = 1", "f()", "model"],
    "an except that imports": ["try:\n    x\nexcept NameError:\n    x = 1", "x"],
    "del of an item": ["d = {1: 2}\ndel d[1]\nd", "import os\nos.x = 1\ndel os.x\nos"],
    # what platforms leave
    "forms of Colab": ["#@title Setup { display-mode: \"form\" }\nlr = 0.1  #@param {type:\"number\"}\nlr"],
    "help": ["import os\nos?", "?os", "os.path??", "%matplotlib?"],
    "prompts": [">>> x = 1\n>>> x + 1", "In [3]: y = 1\n   ...: y"],
    "TeX": ["\\begin{equation}\nx\n\\end{equation}", "nothing"],
    "Markdown in a code cell": ["# Title\n\nSome *text* here.", "nothing"],
}  # fmt: skip


@pytest.mark.parametrize("sources", QUIET.values(), ids=QUIET)
def test_nothing_is_found(sources: list[str]) -> None:
    book = notebook(*map(code, sources))
    assert said("NBT304", book) + said("NBT305", book) == []


OTHER_LANGUAGES: list[dict[str, Any]] = [
    {"kernelspec": {"name": "ir"}},
    {"kernelspec": {"name": "julia-1.9"}},
    {"kernelspec": {"name": "sagemath", "language": "python"}, "language_info": {"name": "python"}},
    {"kernelspec": {"name": "scala_2.12"}},
    {"kernelspec": {"name": "bash"}},
    {"kernelspec": {"name": "python2"}},
    {"kernelspec": {"name": "x", "language": "R"}},
    {"jupytext": {"main_language": "R"}},
]


@pytest.mark.parametrize("metadata", OTHER_LANGUAGES, ids=str)
def test_another_language_is_left_alone(metadata: dict[str, Any]) -> None:
    assert said("NBT305", notebook(code("println(nothing)"), metadata=metadata)) == []


@pytest.mark.parametrize(
    "name", ["python3", "conda-env-py310-py", "sagemaker-data-science", "myproject", "", "irksome"]
)
def test_a_kernel_of_any_other_name_is_python(name: str) -> None:
    book = notebook(code("nothing"), metadata={"kernelspec": {"name": name}})
    assert len(said("NBT305", book)) == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"vscode": {"languageId": "shellscript"}},
        {"deepnote_cell_type": "sql"},
        {"noteable": {"cell_type": "sql"}},
        {"datalore": {"type": "SQL"}},
    ],
    ids=str,
)
def test_a_cell_of_another_language_may_define_anything(metadata: dict[str, Any]) -> None:
    book = notebook(code("ls - l", metadata=metadata), code("result"))
    assert said("NBT305", book) == []


FOUND = [
    ["x = nothing  # noqa: E501"],
    ["x = nothing  # noqaand", "# noqa: F821"],
    ["y = 1  # noqa: F821\nx = nothing"],
    ["%%timeit\nnothing"],
    ["%%timeit x = 1\nx", "x = x_of_nothing"],
    ["%load_ext autoreload\n%autoreload 2", "nothing"],
    ["ip = get_ipython()\nip.system('ls')", "nothing"],
    ["import numpy as np\nnp.var([1])", "nothing"],
    ["if True:\n    nothing"],
    ["unicode('x')"],
    ["ls = 1", "ls - nothing"],
    ["ls = 1", "%time ls - nothing"],
    ["x = 1\r%time nothing"],
    ["%time !ls", "nothing"],
    ["%time cd /tmp\nnothing"],
    ["import os\nos.environ['x'].push(1)", "nothing"],
    ["raw_input('?')"],
    ["def f():\n    raise NotImplementedError", "nothing"],
    ["def f(): ...\nclass A:\n    ...", "nothing"],
    ["x = 1\nif x > 1:\n    raise NotImplementedError", "nothing"],
    ["a = 1\nraise ValueError", "nothing"],
    ["nothing", "raise NotImplementedError"],
]


@pytest.mark.parametrize("sources", FOUND, ids=str)
def test_what_looks_alike_is_still_found(sources: list[str]) -> None:
    assert len(said("NBT305", notebook(*map(code, sources)))) == 1
