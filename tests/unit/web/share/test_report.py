"""What changed between two shared runs is what changed, without what is not for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.store.canonical import dump
from nbtrack.store.notebooks import put_notebook
from nbtrack.store.record import DataUse, GitState, Metric, RecordedNotebook
from nbtrack.store.store import Store
from nbtrack.web.share.report import Report, report_of
from nbtrack.web.share.scrubbing import Scrubber
from tests.making import code, notebook_b
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.record import RunRecord

HOME = "/home/ana.lopez/"


def run(store: Store, number: int, *, said: dict[str, Any] | None = None) -> RunRecord:
    read = {"path": f"{HOME}train.csv", "use": "read", "digest": f"{number}" * 64, "cell": 1}
    data = {"files": [read]} if said is None else said
    record = finished(
        id=f"{number}" * 16,
        notebook=RecordedNotebook(executed=put_notebook(store.blobs, notebook_b(code("x = 1")))),
        data=DataUse(files=store.blobs.put(dump(data)), read=1),
        git=GitState(commit=f"{number}" * 40, branch=f"{HOME}work", remote="https://ana@example.org/x"),
        metrics={f"loss of {HOME}{number}": Metric(number, number, number)},
    )
    store.records.put(record)
    return record


def sections_of(report: Report) -> dict[str, str]:
    return {
        section["title"]: " ".join(
            piece["text"] for row in section["rows"] for column in row for piece in column
        )
        for section in report.pair["sections"]
    }


def test_data_commits_and_metrics_are_compared_without_names_of_people(tmp_path: Path) -> None:
    store, scrubber = Store(str(tmp_path)), Scrubber()
    report = report_of(run(store, 1), run(store, 2), store, scrubber, {})
    assert report is not None
    said = sections_of(report)
    assert "/home/somebody/train.csv" in said["data"]
    assert said["git"].split() == ["commit:", "1" * 12, "→", "2" * 12]
    assert [one["name"] for one in report.pair["metrics"]] == [
        "loss of /home/somebody/2",
        "loss of /home/somebody/1",
    ]
    assert "ana" not in repr(report.pair) + repr(report.comparison)
    assert scrubber.found


def test_what_only_one_of_two_watched_runs_opened_is_a_difference(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    opened = {"path": "train.parquet", "use": "read", "digest": "1" * 64, "opened": True}
    before = run(store, 1, said={"files": [opened], "watched": True})
    after = run(store, 2, said={"files": [], "watched": True})
    report = report_of(before, after, store, Scrubber(), {})
    assert report is not None
    assert "train.parquet" in sections_of(report)["data"]
