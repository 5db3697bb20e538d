"""What kind of differences there are between two runs."""

from typing import Any

import pytest

from nbtrack.compare.comparison import compare
from nbtrack.compare.files_read import FileRead, FilesRead
from nbtrack.compare.kinds import kinds_of_comparison
from nbtrack.compare.model import Side
from nbtrack.store.record import DataUse, Environment, Failure, GitState, Metric, Parameter
from nbtrack.store.statuses import FAILED
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


def reads(*, is_opened: bool, is_watched: bool, digest: str | None = "1") -> Side:
    """Return a run that read one file, or none; `is_opened` where only the system told of it."""
    known = {"a.parquet": FileRead(digest, 1, is_opened)} if digest else {}
    return side(data=DataUse(read=len(known)))._replace(read=FilesRead(known, is_watched))


@pytest.mark.parametrize(
    ("is_opened", "is_watched", "is_told"),
    [(True, True, True), (True, False, False), (False, True, True), (False, False, True)],
)
def test_a_file_that_only_the_system_told_of_is_missing_where_the_other_run_was_watched_too(
    is_opened: bool, is_watched: bool, is_told: bool
) -> None:
    read = reads(is_opened=is_opened, is_watched=True)
    without = reads(is_opened=False, is_watched=is_watched, digest=None)
    assert bool(compare(read, without).data) == is_told
    assert bool(compare(without, read).data) == is_told


def test_what_both_read_is_compared_however_it_was_found() -> None:
    read = reads(is_opened=True, is_watched=True)
    other = reads(is_opened=False, is_watched=False, digest="2")
    assert [change.name for change in compare(read, other).data] == ["a.parquet"]
