"""Values that are no numbers leave a gap in each drawn curve, a mark below it and a word beside it."""

from __future__ import annotations

import json
from math import inf, nan
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from nbtrack.store.record import Metric
from nbtrack.store.series import Series, pack
from nbtrack.store.store import Store
from tests.e2e.test_share import share
from tests.e2e.test_ui import ask
from tests.e2e.ui_server import serving
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

VALUES = [3.0, 2.0, nan, nan, 1.0, inf]
A, B = "a" * 16, "b" * 16
SAID = "2 nan, 1 inf"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("missing")
    (folder / "pyproject.toml").write_text("")
    store = Store(str(folder / ".nbtrack"))
    for run, values in ((A, VALUES), (B, [1.0, 2.0])):
        series = Series()
        for step, value in enumerate(values):
            series.append(value, 0, step)
        blob = store.blobs.put(pack({"loss": series}))
        metrics = {"loss": Metric(values[-1], 1, 3, len(values), len(values) - 1)}
        store.records.put(finished(id=run, experiment="train.py", metrics=metrics, series=blob))
    return folder


@pytest.fixture(scope="module")
def opened(project: Path) -> Iterator[Callable[[str], str]]:
    with serving(project) as address:
        token = urlsplit(address).query.removeprefix("token=")
        yield lambda place: ask(address, place, cookie=token)[1]


def test_a_run_shows_them(opened: Callable[[str], str]) -> None:
    page = opened(f"/run/{A}")
    assert page.count(SAID) >= 2  # in the table and below the curve
    assert page.count('<polyline class="undrawn"') == 4
    assert SAID not in opened(f"/run/{B}")


def test_a_comparison_shows_them(opened: Callable[[str], str]) -> None:
    page = opened(f"/compare?run={A}&run={B}")
    assert SAID in page
    assert page.count('<polyline class="undrawn"') == 2
    assert page.count('<polyline class="run-') == 3  # two pieces of one run, the other whole


def test_numbers_for_charts_say_them(opened: Callable[[str], str]) -> None:
    said: dict[str, Any] = json.loads(opened(f"/runs/curves?metric=loss&id={A}&id={B}"))
    assert [curve["missing"] for curve in said["curves"]] == [{"nan": 2, "inf": 1}, {}]
    assert said["curves"][0]["values"] == [3.0, 2.0, "NaN", "NaN", 1.0, "Infinity"]


def test_a_shared_page_shows_them(project: Path) -> None:
    share(project, "train.py")
    page = (project / "report.html").read_text()
    assert page.count(SAID) >= 2
    assert page.count('<polyline class="undrawn"') == 2
