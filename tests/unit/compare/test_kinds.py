"""What kind of differences there are between two runs."""

from typing import Any

import pytest

from nbtrack.compare.comparison import Side, compare
from nbtrack.compare.kinds import kinds_of_comparison
from nbtrack.store.record import FAILED, Environment, Failure, GitState, Metric, Parameter
from tests.making import code, notebook, stream
from tests.unit.store.recording import finished

ENVIRONMENT = Environment(python="3.11.7", platform="Linux")


def side(source: str = "x", printed: str = "1\n", numpy: str = "1", **values: Any) -> Side:
    given = {
        "parameters": {"lr": Parameter(0.1, "default")},
        "metrics": {"acc": Metric(0.8, 0.8, 0.8)},
        "git": GitState(commit="a" * 40, branch="main"),
        "environment": ENVIRONMENT,
    }
    return Side(
        finished(**given | values), notebook(code(source, outputs=[stream(printed)])), {"numpy": numpy}
    )


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (side(), ()),
        (side(source="y"), ("source",)),
        (side(parameters={"lr": Parameter(0.2, "command line")}), ("parameters",)),
        (side(numpy="2"), ("environment",)),
        (side(git=GitState(commit="b" * 40, branch="main")), ("environment",)),
        (side(printed="2\n"), ("outputs",)),
        (side(metrics={"acc": Metric(0.9, 0.9, 0.9)}), ("metrics",)),
        (side(status=FAILED, error=Failure("ValueError", "no", 1)), ("end",)),
        (side("y", "2\n", metrics={}), ("source", "outputs", "metrics")),
    ],
)
def test_what_differs_between_two_runs(other: Side, kinds: tuple[str, ...]) -> None:
    assert kinds_of_comparison(compare(side(), other)) == kinds
