"""NBT309: a cell that waits for somebody to type, unless the name means something else."""

from __future__ import annotations

import pytest

from tests.making import code, markdown, notebook
from tests.unit.rules.asking import said

RULE = "NBT309"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["name = input('Who? ')"], ["1:1:8: input() waits for somebody to type"]),
        (["x = 1", "for _ in x:\n    int(input())"], ["2:2:9: input() waits for somebody to type"]),
        (["def ask():\n    return input()"], ["1:2:12: input() waits for somebody to type"]),
        (["import getpass\ngetpass.getpass()"], ["1:2:1: getpass.getpass() waits for somebody to type"]),
        (["from getpass import getpass\ngetpass()"], ["1:2:1: getpass() waits for somebody to type"]),
        (["%time input()"], ["1:1:7: input() waits for somebody to type"]),
    ],
)
def test_a_call_that_asks_is_found(cells: list[str], expected: list[str]) -> None:
    assert said(RULE, notebook(*map(code, cells))) == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["inputs = 1", "keras.Input(shape=(1,))", "model.input(1)", "fileinput.input('x')"],
        ["# input()", "'input()'", "input"],
        ["def input(x): return x", "input(3)"],
        ["from mine import input", "input(3)"],
        ["def f(input): return input(3)"],
        ["%%bash\ninput()", "!input()", "not python input("],
    ],
)
def test_what_asks_nobody_is_left_alone(cells: list[str]) -> None:
    assert said(RULE, notebook(*map(code, cells), markdown("`input()`"))) == []


def test_a_cell_that_is_not_run_does_not_ask() -> None:
    assert said(RULE, notebook(code("input()", metadata={"tags": ["skip-execution"]}))) == []
