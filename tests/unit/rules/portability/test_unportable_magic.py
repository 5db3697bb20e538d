"""NBT401: only what has no translation is reported, at its place."""

from __future__ import annotations

import sys

import pytest

from tests.making import code, markdown, notebook
from tests.unit.rules.asking import findings, said

RULE = "NBT401"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 5 % 3\ny != x",
        'print("%d" % x)',
        'print("""\n%%sql\n%alias x\n""")',
        "%matplotlib inline",
        "%load_ext autoreload\n%autoreload 2",
        "!ls *.csv",
        "files = !ls",
        "%pip install pandas",
        "%%bash\necho hello",
        "%%time\nx = 1",
        "%run other.py",
        "%timeit sum(range(9))",
        "df?",
        "# %alias x",
    ],
)
def test_what_can_be_translated_is_no_finding(source: str) -> None:
    assert said(RULE, notebook(code(source))) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%%sql\nSELECT 1", "1:1:1: %%sql does not run outside Jupyter: the database connection belongs to"),
        ("%%R\nplot(1)", "1:1:1: %%R does not run outside Jupyter: R runs in rpy2"),
        ("x = 1\n%alias x", "1:2:1: %alias x does not run outside Jupyter: it changes what IPython reads"),
        ("if x:\n    %alias x", "1:2:5: %alias x does not"),
        ("rows = %sql SELECT 1", "1:1:1: rows = %sql SELECT 1 does not"),
        ("%nobody_knows_it", "1:1:1: %nobody_knows_it does not run outside Jupyter: no translation is known"),
        ("%run other.ipy", "1:1:1: %run other.ipy does not"),
        (">>> %alias x", "1:1:1: %alias x does not"),
        ("In [3]: %alias x", "1:1:1: %alias x does not"),
        ("x = 1\n%%sql\nSELECT 1", "1:2:1: %%sql does not run outside Jupyter: a cell magic must stand on"),
        (f"%alias {'x' * 90}", f"1:1:1: %alias {'x' * 52}… does not"),
    ],
)
def test_what_cannot_is_found_at_its_place(source: str, expected: str) -> None:
    (message,) = said(RULE, notebook(code(source)))
    assert message.startswith(expected)


def test_the_place_covers_the_construct() -> None:
    (finding,) = findings(RULE, notebook(code("if x:\n    %alias x")))
    assert (finding.place.column, finding.place.end_column) == (5, 13)
    assert finding.place.snippet == "    %alias x"


def test_text_cells_hold_no_magics() -> None:
    assert said(RULE, notebook(markdown("%%sql"))) == []


def test_a_notebook_in_another_language_has_magics_of_its_own() -> None:
    metadata = {"language_info": {"name": "julia"}}
    assert said(RULE, notebook(code("%%sql\nSELECT 1"), metadata=metadata)) == []


def test_a_notebook_without_magics_does_not_load_the_translator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbtrack.script.portability", None)  # importing it would fail
    sources = ["x = 5 % 3", "x %= 2", "assert x != y", 'print("100 %")', "'%s' % x", "f(a=1, b=x % 2)"]
    assert said(RULE, notebook(*map(code, sources))) == []
