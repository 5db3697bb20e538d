"""Runs at the end of a cell: a table of what differs, and nothing that a stranger wrote is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import nbtrack
from nbtrack.record.project_store import find_store
from nbtrack.store.record import Metric, Parameter
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<img src=x onerror=alert(1)>\x1b[31m\u202e"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "nbtrack.toml").touch()
    monkeypatch.delenv("NBTRACK_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(project: Path, count: int, **values: object) -> None:
    for number in range(count):
        given = {
            "id": f"{number:016x}",
            "started": f"2026-11-24T10:00:{number:02}.000000Z",
            "duration_s": 1.5,
            "parameters": {"lr": Parameter(number, "default"), "same": Parameter(1, "default")},
            "metrics": {"loss": Metric(0.25, 0.1, 0.5)} if number else {},
        }
        find_store(str(project)).records.put(finished(**(given | values)))


def test_the_text_is_a_table_of_what_differs(project: Path) -> None:
    fill(project, 2)
    assert repr(nbtrack.runs()).splitlines() == [
        "RUN       STATUS    STARTED               TOOK  lr  loss",
        "00000000  finished  2026-11-24 10:00:01  1.5 s  1   0.25",
        "00000000  finished  2026-11-24 10:00:00  1.5 s  0",
    ]


def test_a_long_or_wide_table_says_what_it_leaves_out(project: Path) -> None:
    fill(project, 22, metrics={f"metric_{place}": Metric(1, 1, 1) for place in range(9)})
    lines = repr(nbtrack.runs()).splitlines()
    assert len(lines) == 23
    assert lines[-2:] == ["… 2 more runs", "… 6 more columns"]


def test_the_page_is_a_table_too(project: Path) -> None:
    fill(project, 2)
    html = nbtrack.runs()._repr_html_()
    assert html.count("<tr>") == 3
    assert "same" not in html
    assert "2026-11-24 10:00:01" in html


def test_a_page_shows_so_many(project: Path) -> None:
    fill(project, 52)
    html = nbtrack.runs()._repr_html_()
    assert html.count("<tr>") == 51
    assert html.endswith("<p>… 2 more runs</p>")


def test_nothing_of_a_stranger_is_markup_or_an_escape(project: Path) -> None:
    values = {HOSTILE: Parameter(HOSTILE, "default"), "lr": Parameter(HOSTILE + "2", "default")}
    fill(project, 1, parameters=values, name=HOSTILE, note=HOSTILE, experiment=HOSTILE, status=HOSTILE)
    fill(project, 2, id="f" * 16, metrics={HOSTILE: Metric(1, 1, 1)})
    found = nbtrack.runs()
    compared = nbtrack.compare_runs(*found, found[0])
    htmls = [found._repr_html_(), compared._repr_html_(), *(run._repr_html_() for run in found)]
    texts = [repr(found), repr(compared), *map(repr, found)]
    assert not [html for html in htmls if "<img" in html]
    assert not [text for text in htmls + texts if "\x1b" in text or "\u202e" in text]
    assert any("&lt;img" in html for html in htmls)


def test_one_run_is_shown_whole(project: Path) -> None:
    fill(project, 2)
    run = nbtrack.get()
    assert repr(run) == "<run 00000000 of train.ipynb: finished in 1.5 s, loss 0.25>"
    assert "same" in run._repr_html_()


def test_pandas_takes_them_as_they_are(project: Path) -> None:
    fill(project, 3)
    found = nbtrack.runs()
    frame = found.to_pandas()
    pd.testing.assert_frame_equal(pd.DataFrame(found), frame, check_like=True)
    assert list(frame.columns) == ["id", "notebook", "status", "started", "took", "lr", "same", "loss"]
    assert list(frame["lr"]) == [2, 1, 0]
    assert frame["started"].dt.year.unique() == [2026]
    assert frame["loss"].isna().tolist() == [False, False, True]
    assert pd.DataFrame(nbtrack.runs("lr > 7")).empty
