"""A cell tagged `metrics` gives the numbers that it assigns."""

from typing import Any

import pytest

from nbtrack.record.metrics.metrics_cell import question, read_answer
from tests.making import code, notebook


def asked(source: str, *tags: str) -> dict[str, float]:
    """Ask as the kernel client does: the answer is the `repr` of the expression's value."""
    expression = question(notebook(code(source, metadata={"tags": list(tags)})).cells[0])
    names: dict[str, Any] = {}
    exec(source, names)
    return read_answer(repr(eval(expression, names))) if expression else {}


class Array:
    """Like NumPy's and torch's: it has a float only where it holds one number."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __float__(self) -> float:
        return 1.5


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 1\nb: float = 2.5\na += 1", {"a": 2.0, "b": 2.5}),
        ("(a, [b, c]) = 1, [2, 'x']", {"a": 1.0, "b": 2.0}),
        ("scores = {'f1': 0.5, 'note': 'good', 3: 4}", {"scores.f1": 0.5, "scores.3": 4.0}),
        ("text = 'x'\nnothing = None\nlist_ = [1]", {}),
        ("print('no name')", {}),
        ("infinite = float('inf')", {"infinite": float("inf")}),
        (
            "acc = 0.5\nkind = float\nhuge = 10**400\nscores = {'f1': 0.5, 'kind': int}",
            {"acc": 0.5, "scores.f1": 0.5},
        ),
    ],
)
def test_assigned_numbers_are_metrics(source: str, expected: dict[str, float]) -> None:
    assert asked(source, "metrics") == expected


def test_an_array_is_a_metric_where_it_holds_one_number() -> None:
    cell = notebook(code("one = 1\nmany = 2", metadata={"tags": ["metrics"]})).cells[0]
    answer = repr(eval(question(cell) or "", {"one": Array(1), "many": Array(2)}))
    assert read_answer(answer) == {"one": 1.5}


def test_a_cell_without_the_tag_is_not_asked() -> None:
    assert asked("a = 1") == {}


@pytest.mark.parametrize("source", ["a = ", "%%bash\na=1", "%%timeit\na = 1", "a = !ls"])
def test_what_is_no_python_has_no_metrics(source: str) -> None:
    assert question(notebook(code(source, metadata={"tags": ["metrics"]})).cells[0]) is None


@pytest.mark.parametrize(
    "source", ["%%time\na = 1", "%%capture out\na = 1", "%matplotlib inline\n!ls\na = 1"]
)
def test_magics_beside_python_hide_no_metrics(source: str) -> None:
    asked_for = question(notebook(code(source, metadata={"tags": ["metrics"]})).cells[0])
    assert read_answer(repr(eval(asked_for or "None", {"a": 1}))) == {"a": 1.0}


@pytest.mark.parametrize("answer", [None, "", "Traceback", "'{}'", "'[1'"])
def test_an_answer_that_is_none_gives_no_metrics(answer: str | None) -> None:
    assert read_answer(answer) == {}
