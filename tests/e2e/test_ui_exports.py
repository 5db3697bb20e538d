"""Each list is there as CSV and JSON, each chart as PNG, SVG and numbers."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.e2e.test_ui import ask
from tests.e2e.ui_server import record_runs, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHART = "/runs?chart=scatter&x=param:lr&y=metric:loss"


class Kept(NamedTuple):
    """Served runs, the newest first, and a page that is let in."""

    address: str
    runs: list[str]
    page: Page

    def get(self, place: str) -> tuple[int, str]:
        return ask(self.address, place, cookie=urlsplit(self.address).query.removeprefix("token="))

    def open(self, place: str) -> Page:
        self.page.goto(self.address.partition("/?")[0] + place)
        return self.page


@pytest.fixture(scope="module")
def kept(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("kept")
    record_runs(folder, "=1+1")
    errors: list[str] = []
    with serving(folder) as address:
        context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
        page = context.new_page()
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        page.goto(address)
        token = urlsplit(address).query.removeprefix("token=")
        runs = json.loads(ask(address, "/runs?format=json", cookie=token)[1])["runs"]
        yield Kept(address, [run["id"] for run in runs], page)
        context.close()
    assert errors == []


@pytest.mark.parametrize(
    ("place", "lists"),
    [
        ("/", ["experiments", "never-run"]),
        ("/history?experiment=train.py", ["history"]),
        ("/history?experiment=train.py&view=cells", ["lines"]),
        ("/checks?experiment=train.py", ["findings"]),
        ("/compare?run=RUN0&run=RUN1", ["comparison"]),
        ("/compare?run=RUN0&run=RUN1&run=RUN2", ["comparison"]),
        ("/run/RUN0", ["metrics", "parameters", "cells", "usage", "data", "packages"]),
    ],
)
def test_each_list_of_a_page_is_there_as_csv(kept: Kept, place: str, lists: list[str]) -> None:
    for number, run in enumerate(kept.runs):
        place = place.replace(f"RUN{number}", run)
    page = kept.open(place)
    links = page.locator("footer.exports a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert [one.rpartition("list=")[2] for one in links[1:]] == lists
    assert json.loads(kept.get(links[0])[1])["schema"].startswith("nbtrack.ui.")
    for link in links[1:]:
        status, text = kept.get(link)
        rows = list(csv.reader(text.splitlines()))
        assert status == 200
        assert len({len(row) for row in rows}) == 1
        assert "\n=" not in text
        assert len(rows) > 1 or link.endswith(("cells", "usage", "findings", "data", "never-run"))


def test_a_comparison_as_csv_has_its_numbers_as_they_are(kept: Kept) -> None:
    _, text = kept.get(f"/compare?run={kept.runs[0]}&run={kept.runs[1]}&format=csv")
    rows = {row[1]: row[2:] for row in csv.reader(text.splitlines())}
    assert rows["lr"] == ["0.001", "0.01"]
    assert all(float(took) >= 0 for took in rows["took"])  # the clock ticks in milliseconds


def test_a_list_that_there_is_not_is_said(kept: Kept) -> None:
    status, text = kept.get("/?format=csv&list=nothing")
    assert status == 404
    assert "no such list: experiments" in text


def test_a_spreadsheet_takes_no_text_for_a_formula(kept: Kept) -> None:
    _, text = kept.get(f"/run/{kept.runs[0]}?format=csv&list=parameters")
    assert "text,'=1+1," in text


def test_a_drawn_curve_is_there_as_picture_and_as_numbers(kept: Kept) -> None:
    page = kept.open(f"/compare?run={kept.runs[1]}&run={kept.runs[2]}")
    figure = page.locator("figure.curve").first
    got: dict[str, bytes] = {}
    for form in ("PNG", "SVG", "CSV"):
        figure.locator("details.keep").evaluate("one => { one.open = true }")
        with page.expect_download() as download:
            figure.locator(".keep").get_by_text(form, exact=True).click()
        got[form] = download.value.path().read_bytes()
    assert got["PNG"].startswith(b"\x89PNG")
    assert got["SVG"].startswith(b"<svg")
    assert got["SVG"].count(b"<polyline") == 2
    assert b'stroke="rgb' in got["SVG"]
    rows = list(csv.DictReader(got["CSV"].decode().splitlines()))
    assert [row["step"] for row in rows] == ["0", "1", "2", "3", "4"] * 2


@pytest.mark.parametrize("form", ["PNG", "SVG"])
def test_a_chart_to_explore_is_there_as_picture(kept: Kept, form: str) -> None:
    pytest.importorskip("plotly")
    page = kept.open(CHART)
    page.locator("#charts[data-drawn=scatter]").wait_for(timeout=60_000)
    with page.expect_download(timeout=60_000) as download:
        page.locator("#charts header").get_by_role("button", name=form).click()
    assert download.value.path().read_bytes()[:4] in (b"\x89PNG", b"<svg")


@pytest.mark.parametrize("kind", ["scatter", "curves"])
def test_a_chart_to_explore_is_there_as_numbers(kept: Kept, kind: str) -> None:
    pytest.importorskip("plotly")
    page = kept.open(CHART.replace("scatter", kind))
    page.locator(f"#charts[data-drawn={kind}]").wait_for(timeout=60_000)
    with page.expect_download() as download:
        page.locator("#charts header").get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text().splitlines()))
    assert {row["name"] for row in rows} == {"run 0", "run 1", "run 2"}
