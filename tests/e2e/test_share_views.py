"""A shared page has the views of the live one, with the same numbers, charts to explore among them."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.e2e.accessible import barriers
from tests.e2e.chart_frame import box_of, drag
from tests.e2e.paper import FINE, on_paper
from tests.e2e.test_share import share
from tests.e2e.test_ui import ask
from tests.e2e.ui_project import nbtrack, record_showing
from tests.e2e.ui_server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.kernel


class Shown(NamedTuple):
    """The live pages and a folder with the shared ones of the same two runs, the newest first."""

    live: str
    folder: Path
    runs: tuple[str, ...]
    page: Page

    def open_live(self, place: str) -> Page:
        self.page.goto(self.live)
        self.page.goto(self.live.partition("/?")[0] + place)
        return self.page

    def open_shared(self, place: str = "report.html") -> Page:
        self.page.goto(self.folder.as_uri() + "/" + place)
        return self.page


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Serve and share two runs; whatever a page complains of or asks other places for fails the module."""
    folder = tmp_path_factory.mktemp("shows")
    record_showing(folder)
    runs = [run["id"] for run in json.loads(nbtrack(folder, "runs", "--json").stdout)["runs"]]
    for words in (("shows.ipynb",), ("shows.ipynb", "--charts", "-o", "site/")):
        share(folder, *words)
    share(folder, "shows.ipynb", "--charts", "-o", "charts.html")
    context = browser.new_context(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    page, complaints = context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    with serving(folder) as live:
        own = ("file:", "data:", "blob:", live.partition("/?")[0])
        page.on(
            "request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(own) else None
        )
        yield Shown(live, folder, tuple(runs), page)
    context.close()
    assert complaints == []


def cells(rows: Locator, count: int) -> list[list[str]]:
    found: list[list[str]] = rows.evaluate_all(
        "(all, count) => all.map(row => [...row.cells].slice(0, count).map(one => one.innerText.trim()))",
        count,
    )
    return found


@pytest.mark.parametrize("number", [0, 1])
def test_a_run_shows_the_same_metrics_parameters_and_notebook(shown: Shown, number: int) -> None:
    run = shown.runs[number]
    seen: list[dict[str, Any]] = []
    for opened, place, within in (
        (shown.open_live, f"/run/{run}", ""),
        (shown.open_shared, f"report.html#run-{run}", f"#run-{run} "),
    ):
        page = opened(place)
        heads = page.locator(f"{within}.metrics thead th").all_inner_texts()
        rows = [
            dict(zip(heads, row, strict=False))
            for row in cells(page.locator(f"{within}.metrics tbody tr"), 5)
        ]
        metrics = [[row.get(name, "") for name in ("Metric", "Value", "Since previous")] for row in rows]
        seen.append({
            "metrics": metrics,
            "notebook": page.locator(f"{within}.notebook .cell").all_inner_texts(),
            "pictures": page.locator(f"{within}.notebook .output img").count(),
            "formulas": page.locator(f"{within}.notebook math").count(),
            "frames": page.locator(f"{within}.notebook iframe").count(),
            "parameter": page.get_by_role("row", name="scale").last.inner_text().split("\t")[:2],
        })  # fmt: skip
    assert seen[0] == seen[1]
    assert seen[0]["pictures"] == 1
    assert seen[0]["formulas"] == seen[0]["frames"] == 3


def test_packages_that_two_runs_have_alike_are_listed_once(shown: Shown) -> None:
    page = shown.open_shared()
    assert page.get_by_text("installed packages", exact=False).all_inner_texts()[1:] == [
        "The installed packages are those of twice."
    ]
    page.get_by_role("link", name="twice").last.click()
    assert page.url.endswith(f"#run-{shown.runs[0]}")


def test_two_runs_differ_by_the_same_numbers(shown: Shown) -> None:
    new, old = shown.runs
    said = []
    for opened, place in (
        (shown.open_live, f"/compare?run={old}&run={new}"),
        (shown.open_shared, "report.html"),
    ):
        page = opened(place)
        page.locator(".diff .card").first.wait_for()
        said.append({
            "why": page.locator(".causes li").all_inner_texts(),
            "metrics": cells(page.locator("#metrics ~ .wide tbody tr"), 4),
            "around": page.locator("#around ~ ul").all_inner_texts(),
            "cells": page.locator(".diff .card").all_inner_texts(),
        })  # fmt: skip
    assert said[0] == said[1]
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('.card')")


def test_each_list_and_curve_of_a_shared_page_is_there_to_keep(shown: Shown) -> None:
    page = shown.open_shared()
    kept: dict[str, bytes] = {}
    for name, form in (
        ("metrics of twice", "CSV"),
        ("parameters of twice", "JSON"),
        ("cells of twice", "CSV"),
        ("installed packages of twice", "CSV"),
        *(("loss", form) for form in ("CSV", "JSON", "PNG", "SVG")),
    ):
        menu = page.locator("details.keep", has=page.locator(f'summary[aria-label="Keep {name}"]')).first
        menu.evaluate("one => { for (; one; one = one.parentElement.closest('details')) one.open = true }")
        with page.expect_download() as download:
            menu.get_by_role("button", name=form).click()
        kept[f"{name} {form}"] = download.value.path().read_bytes()
    lists = {
        name: list(csv.DictReader(raw.decode().splitlines())) for name, raw in kept.items() if "CSV" in name
    }
    assert lists["metrics of twice CSV"][0]["value"] == "0.4"
    assert json.loads(kept["parameters of twice JSON"]) == {
        "parameters": [{"parameter": "scale", "value": 2, "from": "command line"}]
    }
    assert float(lists["cells of twice CSV"][0]["time"]) > 0
    assert len(lists["installed packages of twice CSV"]) > 20
    assert [row["value"] for row in lists["loss CSV"] if row["name"] == "twice"][:2] == ["2", "1"]
    assert len(json.loads(kept["loss JSON"])["points"]) == 10
    assert kept["loss PNG"].startswith(b"\x89PNG")
    assert kept["loss SVG"].count(b"<polyline") == 2


@pytest.mark.parametrize("place", ["charts.html", "site/index.html"])
def test_charts_are_drawn_from_a_disk(shown: Shown, place: str) -> None:
    page = shown.open_shared(f"{place}?{urlencode({'chart': 'curves'})}")
    page.locator("#charts[data-drawn=curves]").wait_for(timeout=60_000)
    for kind in ("parallel", "scatter"):
        page.get_by_role("button", name=kind.capitalize()).click()
        page.locator(f"#charts[data-drawn={kind}]").wait_for(timeout=60_000)
        assert "need WebGL" not in page.locator("#charts .hint").inner_text()


def test_charts_have_the_numbers_of_the_live_page(shown: Shown) -> None:
    page = shown.open_shared("charts.html")
    numbers = json.loads(page.locator("#numbers").text_content() or "")
    token = urlsplit(shown.live).query.removeprefix("token=")
    query = "/runs/columns?key=param:scale&key=metric:loss"
    columns = json.loads(ask(shown.live, query, cookie=token)[1])
    assert columns["ids"] == numbers["ids"] == list(shown.runs)
    assert columns["columns"] == {key: numbers["columns"][key] for key in columns["columns"]}
    ids = "".join(f"&id={run}" for run in shown.runs)
    curves = json.loads(ask(shown.live, f"/runs/curves?metric=loss{ids}", cookie=token)[1])
    assert curves["curves"] == numbers["curves"]["loss"]


def choose_upper_left(page: Page) -> None:
    """Draw a box until the chart takes it, which it does not while it is given another size."""
    from playwright.sync_api import Error as PlaywrightError

    for _ in range(6):
        box = box_of(page)
        start = box["x"] + 62, box["y"] + 22
        drag(page, start, (box["x"] + box["width"] / 3, box["y"] + box["height"] - 50))
        with suppress(PlaywrightError):
            page.locator("#chosen button").wait_for(timeout=5_000)
            return


def test_what_is_chosen_in_a_chart_is_left_in_the_table_and_goes_along(shown: Shown) -> None:
    page = shown.open_shared("charts.html?chart=scatter&x=param:scale&y=metric:loss")
    page.locator("#charts[data-drawn=scatter]").wait_for(timeout=60_000)
    choose_upper_left(page)
    page.get_by_text("1 of 2 runs").wait_for()
    assert page.locator("#runs tbody tr:visible").count() == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text().splitlines()))
    assert [(row["id"], row["param:scale"]) for row in rows] == [(shown.runs[1], "1")]
    brush = parse_qs(urlsplit(page.url).query)["brush"][0]
    assert brush.startswith("param:scale >= ")
    shown.open_shared(f"charts.html?{urlencode({'brush': brush})}")
    assert page.locator("#runs tbody tr:visible").count() == 1
    token = urlsplit(shown.live).query.removeprefix("token=")
    live = json.loads(ask(shown.live, f"/runs/columns?{urlencode({'brush': brush})}", cookie=token)[1])
    assert live["ids"] == [shown.runs[1]]
    page.get_by_role("button", name="Forget").click()
    assert page.locator("#runs tbody tr:visible").count() == 2
    assert "brush" not in page.url


@pytest.mark.parametrize(
    ("brush", "left"),
    [
        ("(param:scale = 1 or `metric:loss` > 0.3) and not_there = none", 2),
        ('id = "0123456789abcdef"', 0),
        ("metric:loss < 0.3 or took >= 1e9", 1),
        ("param:scale <", 2),
    ],
)
def test_the_conditions_of_a_chart_are_read_in_a_shared_page(shown: Shown, brush: str, left: int) -> None:
    page = shown.open_shared(f"charts.html?{urlencode({'brush': brush})}")
    assert page.locator("#runs tbody tr:visible").count() == left
    assert ("cannot be read" in page.locator("#chosen").inner_text()) == brush.endswith("<")


def test_sorting_stands_in_the_address_in_the_words_of_the_live_page(shown: Shown) -> None:
    page = shown.open_shared()
    page.locator("#runs thead th", has_text="scale").click()
    assert "sort=-param%3Ascale" in page.url
    first = page.locator("#runs tbody tr").first
    assert first.get_attribute("data-id") == shown.runs[0]
    page.goto(page.url.replace("sort=-", "sort="))
    assert first.get_attribute("data-id") == shown.runs[1]


def test_a_shared_page_is_for_everybody_no_wider_than_a_phone_and_prints(shown: Shown, axe: str) -> None:
    shown.page.set_viewport_size({"width": 390, "height": 844})
    page = shown.open_shared()
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    edges = page.locator(".stacked tbody :is(th, td):visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().right)"
    )
    assert max(edges) <= 390
    assert on_paper(page) == FINE
    metric = page.locator("#runs thead th.metric").first.bounding_box()
    shown.page.set_viewport_size({"width": 1200, "height": 900})
    assert metric is not None
    assert metric["x"] + metric["width"] <= 390


def test_a_link_to_a_cell_of_a_run_leads_there_in_both(shown: Shown) -> None:
    run = shown.runs[0]
    shown.open_live(f"/runs#run-{run}-cell-3")
    shown.page.wait_for_url(f"**/run/{run}#cell-3")
    page = shown.open_shared(f"report.html#run-{run}-cell-3")
    assert page.locator(f"#run-{run}-cell-3").is_visible()


def test_a_page_without_charts_is_small_and_markdown_has_none(shown: Shown) -> None:
    assert (shown.folder / "report.html").stat().st_size < 150_000
    told = nbtrack(shown.folder, "share", "latest", "--charts", "--markdown")
    assert told.returncode == 2
    assert "Markdown has no charts" in told.stderr
