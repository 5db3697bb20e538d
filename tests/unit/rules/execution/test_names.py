"""NBT304 and NBT305: names that nothing defines, or too late; a finding is always a NameError."""

from __future__ import annotations

import sys

import pytest

from tests.making import code, markdown, notebook
from tests.unit.rules.asking import findings, said

EARLY, UNDEFINED = "NBT304", "NBT305"

DEFINED = {
    "an assignment": ["x = 1", "x"],
    "several targets": ["a, (b, *c) = d = f = 1, (2, 3)", "a, b, c, d, f"],
    "an augmented assignment": ["x = 1", "x += 1"],
    "an annotated assignment": ["x: int = 1", "x"],
    "a walrus": ["if (n := 3) > 2: n", "n"],
    "a walrus in a comprehension": ["[y := i for i in range(3)]", "y"],
    "an import": [
        "import os.path, numpy as np\nfrom json import loads as read, dumps",
        "os, np, read, dumps",
    ],
    "a loop": ["for i, (j, k) in []: pass\nelse: m = 1", "i, j, k, m"],
    "a later round of a loop": ["while input():\n    if False: total\n    total = 1"],
    "a with": ["with open('x') as (f, g): f", "g"],
    "an except": ["try: pass\nexcept OSError as error: error"],
    "a function": ["def f(a, b=1, /, *args, c, **more): return a, b, args, c, more, f", "f"],
    "a function used above its definition": ["def f(): return g()", "def g(): return 1", "f()"],
    "a global of a function": ["def f():\n    global x\n    x = 1", "f()\nx"],
    "a nonlocal": ["def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += 1\n    return g"],
    "a local bound after its use": ["def f():\n    if f: return x\n    x = 1"],
    "a lambda": ["f = lambda a, *b, c=1: (a, b, c)", "f"],
    "a class": ["class A:\n    x = 1\n    y = x\n    def f(self): return A, __class__", "A"],
    "what a class body knows": ["class A:\n    print(__module__, __qualname__)"],
    "a base in the same class": ["class A:\n    class B: pass\n    class C(B): pass"],
    "a comprehension": ["[(i, j) for i in [] if i for j in i if j]", "{k: v for k, v in {}.items()}"],
    "a decorator": ["def d(f): return f", "@d\ndef g(): pass"],
    "a match": [
        "match 1:\n    case {'a': a, **rest}: a, rest\n    case [b, *c] as d: b, c, d\n    case e: e"
    ],
    "an annotation that is never evaluated": ["def f():\n    x: Nothing = 1"],
    "builtins": ["print(len([])), __name__, NotImplemented", "open, exit, quit, WindowsError"],
    "what IPython adds": ["In, Out, _, __, _1, _i12, _ih, get_ipython(), display(1)"],
    "what a platform adds": ["spark.sql('x'), dbutils, displayHTML('x')"],
    "await": ["import asyncio", "await asyncio.sleep(0)"],
    "a comment": ["# nothing_at_all", '"""nothing_at_all"""', "'nothing'.nothing"],
    "a keyword argument": ["dict(nothing=1)"],
    "an attribute": ["import os", "os.nothing.at_all = 1"],
    "deleted in a block": ["x = 1", "if input():\n    del x", "x"],
    "deleted and made again": ["x = 1", "del x\nx = 2", "x"],
    "a shell command": ["files = !ls", "files"],
    "an assigned magic": ["here = %pwd", "here"],
    "a timed statement": ["%time x = sum([1])", "x"],
    "a timed cell": ["%%time\nx = 1", "x"],
    "a captured cell": ["%%capture out\nx = 1", "out.show(), x"],
    "two cell magics": ["%%capture out\n%%time\nx = 1", "out, x"],
    "a foreign cell": ["%%bash\necho $nothing", "%%html\n<b>nothing</b>"],
    "a shell line": ["!echo {nothing}", "%matplotlib inline", "print?"],
    "a prompt": [">>> x = 1\n>>> x", "In [1]: x"],
    "an indented cell": ["    x = 1\n    x"],
    "automagic": ["ls", "pwd", "pip install numpy", "cd data"],
}

NEWER = {  # from a minor version of Python 3 on; older ones take them for no Python
    "type parameters": (12, "def f[T: (int, str), *Ts, **P](x: T, *y: *Ts) -> list[T]: return T\nf(1)"),
    "type parameters of a class": (
        12,
        "class A[T](list[T]):\n    x: T\n    def f[U](self, x: T, y: U) -> U: return T",
    ),
    "a type": (12, "type Pairs[K] = dict[K, Pairs]\nPairs"),
    "a template": (14, "x = 1\nt'{x!r:>{x}}'"),
    "several exceptions": (14, "try: pass\nexcept OSError, ValueError: pass"),
    "unpacking in a comprehension": (15, "x = [{1: 2}]\n{**y for y in x}, [*y for y in x], {*y for y in x}"),
    "a lazy import": (15, "lazy import os.path as here\nlazy from json import dumps\nhere, dumps"),
}

UNKNOWABLE = {
    "a star import": "from os import *",
    "exec": "exec(open('x').read())",
    "globals": "globals().update(x=1)",
    "globals in a function": "def f(): globals()['nothing'] = 1\nf()",
    "locals": "locals()['nothing'] = 1",
    "vars": "vars()['nothing'] = 1",
    "%run": "%run other.py",
    "%pylab": "%pylab inline",
    "%load": "%load other.py",
    "%store": "%store -r nothing",
    "an unknown magic": "%nobody_knows it",
    "an unknown cell magic": "%%sql nothing <<\nSELECT 1",
    "output of a program": "%%bash --out nothing\necho 1",
    "a magic called as a function": "get_ipython().run_line_magic('run', 'other.py')",
    "the user's namespace": "get_ipython().user_ns['nothing'] = 1",
    "a cell in Python 2": "print 'nothing'",
    "no Python at all": "SELECT 1 FROM x;",
}

EXPECTED = {
    "try, NameError": "try:\n    nothing\nexcept NameError:\n    nothing = 1",
    "try, everything": "try:\n    nothing\nexcept:\n    pass",
    "try, several": "try:\n    nothing\nexcept (KeyError, NameError):\n    pass",
    "suppress": "import contextlib\nwith contextlib.suppress(NameError):\n    nothing",
}


@pytest.mark.parametrize("sources", DEFINED.values(), ids=DEFINED)
def test_what_is_defined_is_no_finding(sources: list[str]) -> None:
    assert said(UNDEFINED, notebook(*map(code, sources))) == []
    assert said(EARLY, notebook(*map(code, sources))) == []


@pytest.mark.parametrize(("minor", "source"), NEWER.values(), ids=NEWER)
def test_what_newer_pythons_define_is_no_finding(minor: int, source: str) -> None:
    assert said(UNDEFINED, notebook(code(source))) == []
    unknown = said(UNDEFINED, notebook(code(source), code("nothing")))
    assert len(unknown) == (sys.version_info >= (3, minor))  # or else nothing can be known


@pytest.mark.parametrize("version", ["3.13.9", "3.14.0", "3.15.0a1", "", "3", "three.14", None])
def test_annotations_are_looked_at_where_python_evaluates_them(version: str | None) -> None:
    metadata = {"language_info": {"name": "python", "version": version}}
    found = said(UNDEFINED, notebook(code("def f(x: nothing): pass\ny: nothing = 1"), metadata=metadata))
    assert len(found) == (version not in ("3.14.0", "3.15.0a1"))


@pytest.mark.parametrize("source", UNKNOWABLE.values(), ids=UNKNOWABLE)
def test_nothing_is_said_where_names_may_come_unseen(source: str) -> None:
    cells = [code(source), code("nothing"), code("def f(): return nothing_else")]
    assert said(UNDEFINED, notebook(*cells)) == []


@pytest.mark.parametrize("source", UNKNOWABLE.values(), ids=UNKNOWABLE)
def test_what_runs_before_that_is_still_looked_at(source: str) -> None:
    assert said(UNDEFINED, notebook(code("nothing"), code(source)))[:1] == [
        '1:1:1: "nothing" is used, but no cell defines it'
    ]


@pytest.mark.parametrize("source", EXPECTED.values(), ids=EXPECTED)
def test_an_expected_error_is_no_finding(source: str) -> None:
    assert said(UNDEFINED, notebook(code(source))) == []
    assert said(EARLY, notebook(code(source))) == []


@pytest.mark.parametrize("tag", ["raises-exception", "skip-execution"])
def test_a_tagged_cell_is_no_finding_but_defines(tag: str) -> None:
    tagged = code("nothing\nx = 1", metadata={"tags": [tag]})
    assert said(UNDEFINED, notebook(tagged, code("x"))) == []


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("nothing", "1:1:1"),
        ("x = 1\ny = x + nothing", "1:2:9"),
        ("'é' + nothing", "1:1:7"),
        ("nothing += 1", "1:1:1"),
        ("print(f'{nothing}')", "1:1:10"),
        ("def f():\n    return nothing", "1:2:12"),
        ("f = lambda: nothing", "1:1:13"),
        ("class A(nothing): pass", "1:1:9"),
        ("class A:\n    x = 1\n    def f(self): return nothing", "1:3:25"),
        ("def f(x=nothing): pass", "1:1:9"),
        ("def f(x: nothing): pass", "1:1:10"),
        ("@nothing\ndef f(): pass", "1:1:2"),
        ("[nothing for _ in []]", "1:1:2"),
        ("[1 for _ in nothing]", "1:1:13"),
        ("import os as nothing_else\nnothing.path", "1:2:1"),
        ("try:\n    nothing\nexcept KeyError:\n    pass", "1:2:5"),
        ("%time nothing", "1:1:7"),
        ("%%time\nnothing", "1:2:1"),
        ("!ls\nnothing", "1:2:1"),
        ("!ls \\\n  -l\nnothing", "1:3:1"),
        (">>> nothing", "1:1:5"),
        ("    x = 1\n    nothing", "1:2:5"),
        ("get_ipython().system('ls')\nnothing", "1:2:1"),
        ("exec('x', {})\nnothing", "1:2:1"),
        ("def f(): return locals()\nnothing", "1:2:1"),
        ("await nothing()", "1:1:7"),
    ],
)
def test_a_name_that_nothing_defines_is_found_at_its_place(source: str, place: str) -> None:
    assert said(UNDEFINED, notebook(code(source))) == [f'{place}: "nothing" is used, but no cell defines it']


def test_the_place_covers_the_name() -> None:
    (finding,) = findings(UNDEFINED, notebook(code("x = nothing + 1")))
    assert (finding.place.column, finding.place.end_column) == (5, 12)
    assert finding.place.snippet == "x = nothing + 1"


def test_each_name_is_found_once() -> None:
    assert len(said(UNDEFINED, notebook(code("nothing\nnothing"), code("nothing\nother")))) == 2


@pytest.mark.parametrize("source", ["class A:\n    x = 1\n    def f(self): return x"])
def test_methods_do_not_see_the_names_of_their_class(source: str) -> None:
    assert said(UNDEFINED, notebook(code(source))) == ['1:3:25: "x" is used, but no cell defines it']


def test_names_of_a_comprehension_stay_in_it() -> None:
    assert said(UNDEFINED, notebook(code("[i for i in range(3)]\ni"))) == [
        '1:2:1: "i" is used, but no cell defines it'
    ]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["x", "x = 1"], '1:1:1: "x" is used, but no cell before cell 2 defines it'),
        (["x", "", "x = 1", "x = 2"], '1:1:1: "x" is used, but no cell before cell 3 defines it'),
        (["class A:\n    y = x", "x = 1"], '1:2:9: "x" is used, but no cell before cell 2 defines it'),
        (["x\nx = 1"], '1:1:1: "x" is used further up in this cell than it is defined'),
        (["x += 1\nx = 1"], '1:1:1: "x" is used further up in this cell than it is defined'),
        (["x = 1", "del x", "x"], '3:1:1: "x" is used after it was deleted'),
    ],
)
def test_a_name_that_comes_too_late_is_found(sources: list[str], expected: str) -> None:
    assert said(EARLY, notebook(*map(code, sources))) == [expected]
    assert not [message for message in said(UNDEFINED, notebook(*map(code, sources))) if '"x"' in message]


def test_a_project_may_know_more_names() -> None:
    assert said(UNDEFINED, notebook(code("nothing")), builtins=("nothing",)) == []


@pytest.mark.parametrize(
    "info", [{"name": "julia"}, {"name": "R"}, {"name": "python", "version": "2.7.18"}], ids=str
)
def test_only_python_3_is_followed(info: dict[str, str]) -> None:
    assert said(UNDEFINED, notebook(code("nothing"), metadata={"language_info": info})) == []


def test_text_cells_are_no_code() -> None:
    assert said(UNDEFINED, notebook(markdown("nothing"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "(" * 500,
        "x\0y",
        "\ud800",
        "def f(:",
        "\r\nx = 1\r\nx",
        "f'{'",
        "x = 1\x0c\nx",
        "-" * 100_000 + "1",
        "+".join(["1"] * 900),
        "f = lambda: " + "+".join(["1"] * 900),
    ],
    ids=lambda source: repr(source[:20]),
)
def test_a_hostile_cell_is_never_a_crash(source: str) -> None:
    for rule in (EARLY, UNDEFINED):
        assert said(rule, notebook(code(source), ensure_ascii=True)) == []
