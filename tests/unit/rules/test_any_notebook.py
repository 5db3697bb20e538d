"""What holds for all rules on whatever JSON calls itself a notebook: hypothesis puts anything anywhere."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbtrack.errors import NotebookError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.rules.engine import check_notebook
from nbtrack.rules.fixing import ALL_FIXES, SAFE, fix_notebook
from nbtrack.rules.options import Options
from nbtrack.rules.registry import CRASHED_RULE, RULES
from nbtrack.terminal import safe_line
from tests.making import code, json_values, markdown, notebook, notebook_b, raw_notebooks, result, stream

ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["Cell In[2], line 1\n----> 1 y"]}
FULL = json.loads(
    notebook_b(
        code("import numpy as np, pandas\n%matplotlib inline\nx = open('/home/ana/x.csv')", count=1),
        code(
            "df = x\ndf.head(y)",
            outputs=[stream("/home/eva/x"), result({"text/html": "<b>"}), ERROR],
            count=2,
        ),
        markdown("![x](attachment:a.png)", attachments={"a.png": {"image/png": "x"}}),
        code("df = df.fit(np.random.rand(3))\nawait z\nget_ipython().magic('x')\ninput()", count=1),
        {"cell_type": "raw", "metadata": {"format": "x", "tags": ["nbtrack-ignore:NBT101"]}, "source": []},
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python", "version": "3.11.1"},
            "widgets": {"application/vnd.jupyter.widget-state+json": {}},
            "nbtrack": {"ignore": ["NBT102"]},
        },
    )
)


def places(value: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in ((*above, key), *places(inner, (*above, key)))]


STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [
        [],
        {},
        "",
        [""],
        [[]],
        {"": ""},
        None,
        0,
        -1,
        1e308,
        True,
        2**70,
        ["a", 7, None],
        "\x1b[31m\u202e",
        "\ud800",
    ]
)


def replaced(place: tuple[str | int, ...], value: Any) -> bytes:
    data = copy.deepcopy(FULL)
    inner: Any = data
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return json.dumps(data, indent=1).encode()


def crashes(book: Notebook) -> list[str]:
    return [f.message for f in check_notebook(book, RULES, Options()) if f.rule is CRASHED_RULE]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(places(FULL)), STRANGE | json_values)
def test_no_rule_fails_whatever_stands_wherever(place: tuple[str | int, ...], value: Any) -> None:
    try:
        book = parse(replaced(place, value), "test.ipynb")
    except NotebookError:
        return
    assert crashes(book) == []


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw_notebooks())
def test_no_rule_fails_on_any_notebook(raw: bytes) -> None:
    assert crashes(parse(raw, "test.ipynb")) == []


@settings(max_examples=150, deadline=None)
@given(st.text("()[]{}'\"\\\n\t %!?#=:,.@abx0_-<>$/&;", max_size=60))
def test_no_rule_fails_on_any_source(source: str) -> None:
    shown = [stream(source), result({"text/html": source}), ERROR | {"traceback": [source]}]
    assert crashes(notebook(code(source, outputs=shown, count=2), markdown(source))) == []


@pytest.mark.parametrize("safeties", [SAFE, ALL_FIXES], ids=["safe", "all"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=raw_notebooks() | st.builds(replaced, st.sampled_from(places(FULL)), STRANGE))
def test_after_all_fixes_nothing_is_left_to_fix(raw: bytes, safeties: Any) -> None:
    try:
        book = parse(raw, "test.ipynb")
    except NotebookError:
        return
    done = fix_notebook(book, RULES, Options(), safeties)
    again = check_notebook(parse(done.notebook.raw, "test.ipynb"), RULES, Options())
    assert not [f.message for f in again if f.fix and f.fix.safety in safeties]
    assert done.count or done.notebook.raw == raw


SOURCES = {
    "deep brackets": "(" * 3000,
    "deep but right": "x = " + "[" * 90 + "]" * 90,
    "a long sum": "x = " + "+".join(["1"] * 3000),
    "a long chain": "x" + ".a" * 3000,
    "a long call chain": "x" + ".a()" * 900,
    "many names": "\n".join(f"x{number} = {number}" for number in range(5000)),
    "a long line": "x = '" + "a" * 1_000_000 + "'",
    "many quotes": "'" * 100_000,
    "many percents": "%" * 100_000,
    "many magics": "%time x\n" * 5000,
    "many shells": "!ls\n" * 5000,
    "many slashes": "x = '" + "/" * 100_000 + "'",
    "many at signs": "# " + "a@" * 50_000,
    "many addresses": "# " + "http://" * 20_000,
    "many secrets": "# " + "password=" * 20_000,
    "many keys": "# " + "eyJ." * 30_000,
    "many backslashes": "x = '" + "\\" * 100_001,
    "many prompts": ">>> x\n" * 5000,
    "many question marks": "x?\n" * 5000,
    "nulls": "x = 1\0" * 1000,
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_no_rule_fails_on_very_much_of_something(source: str) -> None:
    """A rule whose time grows with the square of this would be met as a test that never ends."""
    assert crashes(notebook(code(source, outputs=[stream(source)]), code("print(x)"))) == []


EVIL = "\x1b]0;x\x07\x1b[31m\u202e\u2066\r\x00\x9b"


@pytest.mark.parametrize(
    "cell",
    [
        code(
            f"open('/home/{EVIL}ana/x')\nopen('/mnt/x/{EVIL}')",
            outputs=[stream(f"/home/ana/{EVIL} x@{EVIL}y.com")],
        ),
        code("x", metadata={EVIL: EVIL, "tags": [EVIL, f"nbtrack-ignore:{EVIL}"]}, id=EVIL),
        code("x", outputs=[{"output_type": EVIL, EVIL: 1}]),
        code("x") | {"cell_type": EVIL},
        code(f"%{EVIL}\n%%{EVIL}\nimport x{EVIL}"),
        code("x", outputs=[result({EVIL: "x", "text/plain": f"surname\t{EVIL}\n0 \t{EVIL}"})]),
        markdown("x", attachments={EVIL: {EVIL: 1}}),
    ],
)
def test_what_moves_a_cursor_is_shown_and_not_obeyed(cell: dict[str, Any]) -> None:
    book = notebook(cell, metadata={EVIL: 1, "kernelspec": {"name": EVIL}, "nbtrack": {"ignore": [EVIL]}})
    for finding in check_notebook(book, RULES, Options()):
        assert safe_line(finding.message).isprintable()
        assert safe_line(finding.place.snippet or "").isprintable()
