"""NBT402 and NBT403: what only IPython has, the shell and a top level that awaits."""

from __future__ import annotations

import pytest

from tests.making import code, notebook
from tests.unit.rules.asking import said

SHELL, AWAIT = "NBT402", "NBT403"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("get_ipython().system('ls')", "1:1:1: get_ipython().system is there in IPython only"),
        (
            "x = 1\nget_ipython().run_line_magic('time', '')",
            "1:2:1: get_ipython().run_line_magic is there in IPython only",
        ),
        ("def f():\n    get_ipython().x", "1:2:5: get_ipython().x is there in IPython only"),
        ("import IPython\nIPython.get_ipython().x()", "1:2:1: get_ipython().x is there in IPython only"),
    ],
)
def test_the_shell_is_used(source: str, expected: str) -> None:
    assert said(SHELL, notebook(code(source))) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline",
        "!ls",
        "# get_ipython().x",
        "print(get_ipython())",
        "'google.colab' in str(get_ipython())",
        "if IN_COLAB:\n    get_ipython().system('ls')",
        "try:\n    get_ipython().system('ls')\nexcept NameError:\n    pass",
        "get_ipython() and get_ipython().x",
    ],
)
def test_the_shell_is_not_needed(source: str) -> None:
    assert said(SHELL, notebook(code(source))) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("await f()", "1:1:1: await"),
        ("x = 1\ny = [await f()]", "1:2:6: await"),
        ("async for x in f(): pass", "1:1:1: async for"),
        ("async with f() as x:\n    await x", "1:1:1: async with"),
        ("[x async for x in f()]", "1:1:1: async for"),
        ("%time await f()", "1:1:7: await"),
    ],
)
def test_a_cell_awaits(source: str, expected: str) -> None:
    found = said(AWAIT, notebook(code(source)))
    assert found == [f"{expected} in no function is a syntax error outside IPython"]


@pytest.mark.parametrize(
    "source",
    [
        "async def f():\n    await g()\n    async with h(): pass",
        "x = (y async for y in f())",
        "# await x",
        "awaited = 1",
        "[x for x in y]",
        "!await x",
    ],
)
def test_a_cell_does_not_await(source: str) -> None:
    assert said(AWAIT, notebook(code(source))) == []
