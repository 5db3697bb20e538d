"""The page of runs in a real browser: each view is a link, charts and table are one, only our script runs."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from nbtrack.store.record import Metric, Parameter
from nbtrack.store.series import Series, pack
from nbtrack.store.store import Store
from tests.e2e.accessible import barriers
from tests.e2e.chart_frame import box_of, drag
from tests.e2e.test_diff_page import ATTACKS
from tests.e2e.test_ui import ask
from tests.e2e.ui_server import serving
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

MANY = 160
LOOKS_AGAIN_MS = 3000


def keep(store: Store, number: int, text: str = "plain") -> None:
    """Keep a run as a notebook with a curve would."""
    series = Series()
    for step in range(20):
        series.append(number / MANY * step, 1_760_000_000 + step, step)
    store.records.put(
        finished(
            id=f"{number:016x}",
            name=f"run {number}{'' if text == 'plain' else text}",
            started=f"2026-11-24T{10 + number // 60:02}:{number % 60:02}:00.000000Z",
            duration_s=float(number),
            tags=("baseline",) if number % 10 == 0 else (),
            note=None if text == "plain" else text,
            parameters={
                "lr": Parameter(number / 1000, "default"),
                "kind": Parameter("ab"[number % 2], "default"),
                "alike": Parameter(3, "default"),
                "typed": Parameter([1, "1"][number % 2], "default"),
                text: Parameter(text + str(number), "default"),
            },
            metrics={"acc": Metric(number / MANY, 0, 1, 20, 19), text: Metric(number, number, number)},
            series=store.blobs.put(pack({"acc": series})),
        )
    )


def fill(project: Path, count: int = MANY, text: str = "plain") -> Store:
    (project / "pyproject.toml").write_text("")
    store = Store(str(project / ".nbtrack"))
    for number in range(count):
        keep(store, number, text)
    return store


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = tmp_path_factory.mktemp("runs")
    fill(project)
    with serving(project) as found:
        yield found


@pytest.fixture
def new_page(window: BrowserContext) -> Iterator[Callable[[], Page]]:
    """Make pages that must not say a word on the console."""
    pages: list[Page] = []
    errors: list[str] = []

    def made() -> Page:
        page = window.new_page()
        pages.append(page)
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield made
    for page in pages:
        page.close()
    assert errors == []


@pytest.fixture
def later_page(browser: Browser) -> Iterator[Page]:
    """Make a page whose clock can be moved, in a window of its own: all pages of a window have its clock."""
    page = browser.new_page()
    page.clock.install()
    yield page
    page.context.close()


@pytest.fixture
def open_page(new_page: Callable[[], Page]) -> Callable[..., Page]:
    """Open pages of runs, and wait until all runs are read."""

    def opened(address: str, place: str = "/runs", *, width: int = 1300, scheme: Any = "light") -> Page:
        page = new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        go(page, address, place)
        return page

    return opened


def go(page: Page, address: str, place: str = "/runs") -> None:
    parts = urlsplit(address)
    page.goto(f"http://{parts.netloc}{place}{'&' if '?' in place else '?'}{parts.query}")
    page.locator("#state[data-all=yes]").wait_for(state="attached")


def names(page: Page) -> list[str]:
    return page.locator("#runs tr[data-id] th a").all_inner_texts()


def test_nobody_waits_until_all_runs_are_read(tmp_path: Path) -> None:
    fill(tmp_path)
    with serving(tmp_path) as address:
        token = urlsplit(address).query.removeprefix("token=")
        first = ask(address, "/runs?where=kind+%3D+a&sort=lr", cookie=token)[1]
        assert 'data-all=""' in first
        assert f"{MANY // 2} of {MANY} runs fit" in first
        ask(address, "/runs?format=json", cookie=token)
        then = ask(address, "/runs?where=kind+%3D+a&sort=lr", cookie=token)[1]
        assert 'data-all="yes"' in then
        assert re.findall(r'data-id="\w+"', first) == re.findall(r'data-id="\w+"', then)


def test_filter_sort_and_columns_are_in_the_address(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address)
    page.keyboard.press("/")
    page.keyboard.type("lr > 0.1 and tag:baseline")
    page.get_by_text("5 of 160 runs fit").wait_for()
    page.locator("thead a", has_text="acc").focus()
    page.keyboard.press("Enter")
    page.locator("th[aria-sort=descending]", has_text="acc").wait_for()
    assert page.evaluate("document.activeElement.dataset.key") == "metric:acc"
    page.locator("#columns summary").click()
    page.get_by_role("checkbox", name="alike").focus()
    page.keyboard.press("Space")
    page.locator("thead th", has_text="alike").wait_for()
    assert page.evaluate("document.activeElement.closest('li').textContent").startswith("alike")
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    found = names(page)
    assert found == ["run 150", "run 140", "run 130", "run 120", "run 110"]
    again = open_page(address, page.url.partition(urlsplit(address).netloc)[2])
    assert names(again) == found
    assert again.locator("thead th", has_text="alike").count() == 1


def test_a_condition_that_makes_no_sense_is_said_beside_the_field(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(address)
    page.fill("#where", "nothing > 1")
    page.get_by_text("no run has 'nothing'").wait_for()
    assert page.locator("#where").get_attribute("aria-invalid") == "true"
    assert len(names(page)) >= 50


def test_of_what_is_typed_while_the_server_thinks_only_the_last_is_asked(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(address)
    asked: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(parse_qs(urlsplit(route.request.url).query)["where"][0])
        held.append(route) if len(asked) == 1 else route.continue_()

    page.route("**/runs?*format=part*", hold)
    with page.expect_request("**/runs?*format=part*"):
        page.fill("#where", "lr > 0.15")
    page.fill("#where", "lr >")
    page.fill("#where", "lr > 0.157")
    held[0].continue_()
    page.get_by_text("2 of 160 runs fit").wait_for()
    assert asked == ["lr > 0.15", "lr > 0.157"]
    page.wait_for_url("**/runs?where=lr+%3E+0.157")
    page.unroute_all(behavior="wait")


def test_rows_wait_for_no_chart(open_page: Callable[..., Page], address: str) -> None:
    pytest.importorskip("plotly")
    page = open_page(address, "/runs?chart=scatter&x=param:lr&y=metric:acc")
    page.locator("#charts[data-drawn=scatter]").wait_for(timeout=60_000)
    held: list[Route] = []
    page.route("**/runs/columns?*", lambda route: held.append(route))
    for lr, left in ((0.157, 2), (0.154, 5)):
        with page.expect_request("**/runs/columns?*"):
            page.fill("#where", f"lr > {lr}")
        page.get_by_text(f"{left} of 160 runs fit").wait_for()
    first, last = held
    last.continue_()
    frame = page.frames[-1]
    frame.wait_for_function("document.getElementById('chart').data[0].x.length === 5")
    with page.expect_response("**/runs/columns?*"):
        first.continue_()  # too late: the table shows others by now
    page.wait_for_timeout(300)
    assert frame.evaluate("document.getElementById('chart').data[0].x.length") == 5
    page.unroute_all(behavior="wait")


def test_a_text_that_reads_like_a_number_is_quoted(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address, "/runs?column=param:typed")
    assert page.locator("#runs tbody td").all_inner_texts()[:2] == ["'1'", "1"]


def test_rows_come_as_somebody_scrolls(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address)
    page.locator(".grid").evaluate("one => { one.scrollTop = one.scrollHeight }")
    page.get_by_role("link", name="run 0", exact=True).wait_for()
    assert page.locator("tr[data-id]").last.get_attribute("aria-rowindex") == str(MANY + 1)


def test_who_comes_back_finds_the_table_where_it_was(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address, "/runs?sort=lr")
    page.locator(".grid").evaluate("one => { one.scrollTop = 3000 }")
    link = page.get_by_role("link", name="run 90", exact=True)
    link.wait_for()
    top = page.locator(".grid").evaluate("one => one.scrollTop")
    link.click()
    page.wait_for_url("**/run/*")
    page.go_back()
    link.wait_for()
    assert page.locator(".grid").evaluate("one => one.scrollTop") == top
    page.get_by_role("link", name="Runs", exact=True).click()
    page.get_by_role("link", name="run 159", exact=True).wait_for()
    assert page.locator(".grid").evaluate("one => one.scrollTop") == 0


def test_groups_have_means_and_lead_to_their_runs(
    open_page: Callable[..., Page], address: str, axe: str
) -> None:
    page = open_page(address, "/runs?group_by=param:kind")
    assert "groups by kind" in page.locator(".chip").inner_text()
    assert barriers(page, axe) == []
    assert page.locator("tbody tr").count() == 2
    page.get_by_role("link", name="a", exact=True).click()
    page.get_by_text("80 of 160 runs fit").wait_for()


def test_the_keyboard_walks_selects_and_asks_for_help(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address)
    for key in "jjxjx":
        page.keyboard.press(key)
    assert page.locator("#chosen-count").inner_text() == "2 selected"
    assert page.locator("tr.picked").count() == 2
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.route("**/compare?*", lambda route: route.fulfill(body="compared"))
    page.keyboard.press("d")
    page.wait_for_url("**/compare?run=*&run=*")
    page.go_back()
    page.keyboard.press("g")
    page.get_by_role("heading", name="Experiments").wait_for()


def test_stars_tags_and_notes_are_kept_and_hiding_is_undone(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    store = fill(tmp_path, 4)
    with serving(tmp_path) as found:
        page = open_page(found)
        page.get_by_label("Star run 3").click()
        page.locator("tr", has_text="run 3").locator(".star[aria-pressed=true]").wait_for()
        page.locator("tr", has_text="run 2").locator(".tags").click()
        page.keyboard.type("good, two words")
        page.keyboard.press("Enter")
        page.locator(".tag", has_text="two words").wait_for()
        page.locator("tr", has_text="run 1").locator("td").first.dblclick()
        page.keyboard.type("why")
        page.keyboard.press("Enter")
        page.locator(".noted", has_text="why").wait_for()
        page.keyboard.press("j")
        page.keyboard.press("n")
        page.keyboard.type("no")
        page.keyboard.press("Escape")
        assert page.locator(".edit").count() == 0
        page.get_by_label("Select run 0").check()
        page.locator("#chosen").get_by_role("button", name="Hide").click()
        page.get_by_text("1 run hidden").wait_for()
        page.locator("tbody tr", has_text="run 0").wait_for(state="detached")  # a moment later
        assert len(names(page)) == 3
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("link", name="run 0").wait_for()
        page.close()  # which would ask for news of a server that is gone
    assert store.get(f"{3:016x}").tags == ("starred",)
    assert store.get(f"{2:016x}").tags == ("good", "two words")
    assert store.get(f"{1:016x}").note == "why"


def test_what_is_selected_is_in_the_address(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address)
    for key in "jxjx":
        page.keyboard.press(key)
    again = open_page(address, page.url.partition(urlsplit(address).netloc)[2])
    assert again.locator("tr.picked").count() == 2
    again.get_by_role("button", name="Clear").click()
    assert "pick" not in again.url


def test_names_metrics_and_parameters_are_in_sight_at_once(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(address, width=1200)
    headings = page.locator("#runs thead th")
    assert headings.all_inner_texts()[:6] == [
        "Run",
        "Started",
        "Took",
        "acc ↑\nmore is better",
        "plain",
        "kind",
    ]
    deltas = page.locator("#runs tbody tr").first.locator(".delta")
    assert deltas.all_inner_texts() == ["▲0.0062", "+1"]
    assert "▲0.0062 better" in page.locator("#runs tbody tr").first.aria_snapshot()
    for name in ("Run", "acc", "lr", "kind"):
        box = headings.filter(has_text=name).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1200
    page.locator("#columns summary").click()
    page.get_by_role("button", name="Pin acc").click()
    page.locator("thead th.pin", has_text="acc").wait_for()
    run, pinned = (page.locator("thead th").nth(place).bounding_box() for place in (0, 1))
    assert run is not None
    assert pinned is not None
    assert abs(run["x"] + run["width"] - pinned["x"]) < 2


def test_only_a_page_of_its_own_may_say_something_and_none_that_is_read_only(
    address: str, tmp_path: Path
) -> None:
    fill(tmp_path, 1)
    with serving(tmp_path, "--read-only") as found:
        for place, origin, status in (
            (address, "http://evil.example", 403),
            (found, None, 403),
            (address, None, 415),
        ):
            parts = urlsplit(place)
            token = parts.query.removeprefix("token=")
            own = origin or f"http://{parts.netloc}"
            where = f"/run/{0:016x}/annotation"
            assert ask(place, where, cookie=token, method="POST", Origin=own)[0] == status


def test_a_store_that_grows_and_goes_is_followed(later_page: Page, tmp_path: Path) -> None:
    page, store = later_page, fill(tmp_path, 2)
    with serving(tmp_path) as found:
        go(page, found)
        page.keyboard.press("j")
        keep(store, 7)
        page.clock.fast_forward(LOOKS_AGAIN_MS)
        page.get_by_role("link", name="run 7").wait_for(timeout=15_000)
        assert page.locator("tr.current th a").inner_text() == "run 1"
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.textContent") == "run 7"
        store.reindex()
        shutil.rmtree(store.root)
        page.clock.fast_forward(LOOKS_AGAIN_MS)
        page.locator("#total", has_text="0").wait_for(timeout=15_000)
        assert "nbtrack run train.ipynb" in page.locator(".empty").inner_text()
        keep(store, 8)
        page.get_by_role("link", name="run 8").wait_for(timeout=15_000)
        assert page.locator(".empty").count() == 0


def test_an_empty_page_of_runs_shows_the_first_one(later_page: Page, tmp_path: Path) -> None:
    page, store = later_page, fill(tmp_path, 0)
    with serving(tmp_path) as found:
        page.goto(found.replace("/?", "/runs?"))
        assert "nbtrack run train.ipynb" in page.locator(".empty").inner_text()
        keep(store, 1)
        page.clock.fast_forward(LOOKS_AGAIN_MS)
        page.get_by_role("link", name="run 1").wait_for(timeout=15_000)


@pytest.mark.parametrize("kind", ["scatter", "curves"])
def test_charts_are_drawn_without_the_page_allowing_what_they_need(
    open_page: Callable[..., Page], address: str, kind: str
) -> None:
    pytest.importorskip("plotly")
    page = open_page(address, f"/runs?chart={kind}&where=lr+<+0.1")
    page.locator(f"#charts[data-drawn={kind}]").wait_for(timeout=60_000)
    frame = page.frame_locator("iframe[title=Chart]")
    assert frame.locator(".main-svg").count() > 0
    answer = page.reload()
    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_what_is_chosen_in_a_chart_is_left_in_the_table(open_page: Callable[..., Page], address: str) -> None:
    pytest.importorskip("plotly")
    page = open_page(address, "/runs?chart=scatter&x=param:lr&y=metric:acc")
    page.locator("#charts[data-drawn=scatter]").wait_for(timeout=60_000)
    box = box_of(page)
    start = box["x"] + 100, box["y"] + 40
    drag(page, start, (box["x"] + box["width"] / 2, box["y"] + box["height"] - 60))
    page.locator(".chip").wait_for()
    assert "brush=" in page.url
    assert 0 < int(page.locator("#state").get_attribute("data-matching") or 0) < MANY


def test_a_history_of_many_runs_goes_back_page_by_page(address: str) -> None:
    token = urlsplit(address).query.removeprefix("token=")

    def items(more: str) -> tuple[list[str], str | None]:
        said = json.loads(ask(address, f"/history?experiment={name}&format=json{more}", cookie=token)[1])
        return [item["label"] for item in said["items"] if item["kind"] == "run"], said["older"]

    name = json.loads(ask(address, "/runs?format=json&limit=1", cookie=token)[1])["runs"][0]["experiment"]
    newest, older = items("")
    before, end = items(f"&before={older}")
    assert newest + before == [f"run {number}" for number in reversed(range(MANY))]
    assert (len(newest), end) == (100, None)


def test_what_is_shown_can_be_had_as_csv_and_json(address: str) -> None:
    token = urlsplit(address).query.removeprefix("token=")
    query = "/runs?where=lr+%3E+0.157&column=param:lr&column=metric:acc"
    assert ask(address, f"{query}&format=csv", cookie=token)[1].splitlines() == [
        "id,name,tags,note,lr,acc",
        "000000000000009f,run 159,,,0.159,0.99375",
        "000000000000009e,run 158,,,0.158,0.9875",
    ]
    found = json.loads(ask(address, f"{query}&format=json", cookie=token)[1])
    assert [run["parameters"] for run in found["runs"]] == [{"lr": 0.159}, {"lr": 0.158}]


@pytest.mark.parametrize(("width", "scheme"), [(1300, "dark"), (390, "light"), (390, "dark")])
def test_no_page_is_wider_than_its_screen(
    open_page: Callable[..., Page], address: str, width: int, scheme: str
) -> None:
    page = open_page(address, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_shows_a_metric_beside_the_names_without_scrolling(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(address, width=390)
    place = page.get_by_role("columnheader", name="acc").bounding_box()
    assert place is not None
    assert place["x"] + place["width"] <= 390
    chosen = open_page(address, "/runs?column=started", width=390)
    assert chosen.get_by_role("columnheader", name="Started").is_visible()


def test_nothing_of_a_stranger_runs_or_is_requested(open_page: Callable[..., Page], tmp_path: Path) -> None:
    fill(tmp_path, 3, "".join(ATTACKS))
    with serving(tmp_path) as found:
        page = open_page(found)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("#columns summary").click()
        page.keyboard.press("Escape")
        page.locator("thead a").nth(3).click()
        page.wait_for_timeout(300)
        if page.locator("#charts-switch").count():
            page.locator("#charts-switch").click()
            page.get_by_role("button", name="Scatter").click(timeout=60_000)
            page.locator("#charts[data-drawn=scatter]").wait_for(timeout=60_000)
            assert page.frames[-1].evaluate("window.hit") is None
        assert page.evaluate("window.hit") is None
        assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} <= {
            urlsplit(found).netloc
        }
        page.close()
