"""The pages of a run, of several, of a notebook's history and of all experiments, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from nbtrack.store.record import Metric
from nbtrack.store.store import Store
from tests.e2e.accessible import barriers
from tests.e2e.paper import FINE, on_paper
from tests.e2e.test_ui import ask
from tests.e2e.ui_project import nbtrack, record_training, write_hostile, write_notebook
from tests.e2e.ui_server import record_runs, serving
from tests.making import code
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route

pytestmark = pytest.mark.kernel


class Site(NamedTuple):
    """Served pages: their address, and the ids of the training runs, the oldest first."""

    address: str
    runs: tuple[str, ...]

    def place(self, path: str) -> str:
        parts = urlsplit(self.address)
        runs = {f"RUN{number}": run for number, run in enumerate(self.runs)}
        for name, run in runs.items():
            path = path.replace(name, run)
        return f"{parts.scheme}://{parts.netloc}{path}"

    def path(self, path: str) -> str:
        return self.place(path).partition(urlsplit(self.address).netloc)[2]

    @property
    def token(self) -> str:
        return urlsplit(self.address).query.removeprefix("token=")


PLACES = [
    "/",
    "/run/RUN0",
    "/run/RUN1",
    "/run/RUN2",
    "/compare?run=RUN0&run=RUN1",
    "/compare?run=RUN1&run=RUN2",
    "/compare?run=RUN0&run=RUN1&run=RUN2",
    "/history?experiment=train.ipynb",
    "/history?experiment=train.ipynb&view=cells",
    "/history/restore?experiment=train.ipynb&run=RUN0",
    "/checks?experiment=train.ipynb",
    "/rule/NBT101",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("training")
    record_training(folder)
    runs = json.loads(nbtrack(folder, "runs", "--json").stdout)["runs"]
    with serving(folder) as address:
        yield Site(address, tuple(run["id"] for run in reversed(runs)))


@pytest.fixture
def opened(window: BrowserContext, site: Site) -> Iterator[Callable[..., Page]]:
    """Return what opens a place of the site; what the browser complains of fails the test."""
    errors: list[str] = []
    pages: list[Page] = []

    def opening(path: str, *, width: int = 1200, scheme: Any = "light") -> Page:
        page = window.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site.address)
        page.goto(site.place(path))
        return page

    yield opening
    for page in pages:
        page.close()
    assert errors == []


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
def test_every_page_is_accessible_and_fits(
    opened: Callable[..., Page], site: Site, axe: str, width: int, scheme: str
) -> None:
    page = opened("/", width=width, scheme=scheme)
    for place in PLACES:
        page.goto(site.place(place))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, place
        assert barriers(page, axe) == [], place


def test_every_page_can_be_printed(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/")
    for place in [*PLACES, "/runs"]:
        page.goto(site.place(place))
        assert on_paper(page) == FINE, place


def test_a_command_and_an_id_are_copied_by_a_click_or_a_key(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/run/RUN0")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=f"nbtrack reproduce {site.runs[0][:8]}").click()
    page.locator("#toast", has_text="Copied: nbtrack reproduce").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"nbtrack reproduce {site.runs[0][:8]}"
    page.get_by_role("button", name=site.runs[0], exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("#toast", has_text=site.runs[0]).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == site.runs[0]


def test_where_there_is_no_clipboard_the_old_way_of_copying_does(
    opened: Callable[..., Page], site: Site
) -> None:
    page = opened("/run/RUN0")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.addEventListener('copy', () => { window.copied = document.activeElement.value })"
    )
    page.get_by_role("button", name=site.runs[0], exact=True).click()
    page.locator("#toast", has_text="Copied").wait_for()
    assert page.evaluate("copied") == site.runs[0]


def test_times_stay_true_and_are_those_of_the_reader(browser: Browser, site: Site) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-GB")
    page = context.new_page()
    page.clock.install()
    page.goto(site.address)
    page.goto(site.place("/run/RUN0"))
    time = page.locator(".sub time").first
    time.hover()
    assert "GMT+9" in str(time.get_attribute("title"))
    page.clock.fast_forward("03:01:00")
    assert time.inner_text() == "3 hours ago"
    context.close()


# The browser tells of what it loaded a moment after it has.
_LOADED = """async () => {
    const loaded = () => performance.getEntriesByType("resource");
    const told = () => loaded().filter((one) => one.name.includes("/static/"));
    for (let left = 200; left && told().length < 3; left--) await new Promise((on) => setTimeout(on, 50));
    return told().map((one) => [one.name.split("/").at(-1), one.transferSize]);
}"""


def test_a_browser_asks_for_styles_and_scripts_once(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/run/RUN0")
    page.wait_for_load_state("networkidle")  # or what is still on its way is asked for again
    page.goto(site.place("/run/RUN1"))
    asked = page.evaluate(_LOADED)
    assert {"app.css", "keys.js", "annotate.js"} <= {name for name, _ in asked}
    assert sum(size for _, size in asked) == 0
    other = f"{site.place('/static/0/app.css')}"
    kept = page.request.get(other, headers={"cookie": f"token={site.token}"}).headers["cache-control"]
    assert kept == "no-store"  # who asks for another version gets this one, and does not keep it as that


def test_experiments_show_the_best_run_and_lead_to_the_history(opened: Callable[..., Page]) -> None:
    page = opened("/")
    row = page.locator("tbody tr")
    assert "failed" in row.inner_text()
    assert "1 not finished" in row.inner_text()
    assert row.locator("svg.spark").count() == 1
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs?experiment=train.ipynb")


def test_a_run_tells_what_it_was_given_and_what_came_out(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/run/RUN1")
    assert page.locator("h1").inner_text().startswith("faster")
    assert "command line, not 0.001" in page.get_by_role("row", name="learning_rate 0.05").inner_text()
    loss = page.locator(".metrics tr", has_text="test_loss").inner_text()
    assert "better" in loss
    assert page.locator("#results .curve svg polyline").count() == 2
    assert "learning_rate = 0.05" in page.locator("#cell-4").inner_text()
    assert page.locator("#cell-10 table tbody tr").count() == 10
    picture = page.locator("#cell-8 img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    assert page.locator("#cell-1 h3").inner_text() == "How fast should it learn?"
    assert page.locator(".packages li", has_text="scikit-learn").first.is_visible()
    page.get_by_text("installed packages").click()
    assert page.locator(".packages li", has_text="scikit-learn").count() == 2
    assert page.locator("nav[aria-label=Main]").is_visible()


def test_cells_are_listed_by_time_processor_and_memory(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/run/RUN1")
    page.locator(".times").get_by_role("link", name="Peak memory").click()
    page.wait_for_url("**/run/*?by=memory#times")
    sizes = [text for text in page.locator(".times td.number").all_inner_texts() if text.endswith("MB")]
    assert sizes == sorted(sizes, key=lambda text: -float(text.removesuffix(" MB")))
    # A run of less than a second is not looked at, and of the processor two looks make a curve.
    told = json.loads(ask(site.address, site.path("/run/RUN1?format=json"), cookie=site.token)[1])
    assert page.locator(".usage polyline").count() in ((1, 2) if told["system"] else (0,))
    assert page.locator(".gallery img").count() == 1
    assert page.locator(".gallery .frame tbody tr").count() == 5
    assert "SGDClassifier" in page.locator("section", has=page.locator("#environment")).inner_text()


def test_an_answer_that_comes_late_does_not_show_what_was_before(
    opened: Callable[..., Page], site: Site
) -> None:
    page, place = opened("/run/RUN0"), site.place("/run/RUN0")
    held: list[tuple[Route, APIResponse]] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route(place, hold_first)
    with page.expect_request(place):
        page.keyboard.press("s")
    page.keyboard.press("e")
    page.keyboard.type("later")
    page.keyboard.press("Enter")
    page.locator("#note", has_text="later").wait_for()
    (first, early), *_ = held
    with page.expect_event("requestfinished", lambda request: request.url == place):
        first.fulfill(response=early)
    page.evaluate("new Promise((done) => setTimeout(done))")
    assert "later" in page.locator("#note").inner_text()
    page.keyboard.press("s")
    page.locator(".star[aria-pressed=false]").wait_for()


def test_a_run_is_starred_tagged_and_noted_where_it_is_read(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/run/RUN0")
    page.keyboard.press("s")
    page.locator(".star[aria-pressed=true]").wait_for()
    page.keyboard.press("t")
    page.keyboard.type("good, <b>two</b>")
    page.keyboard.press("Enter")
    page.locator("#tags .tag", has_text="<b>two</b>").wait_for()
    page.keyboard.press("e")
    page.keyboard.type("why")
    page.keyboard.press("Enter")
    page.locator("#note", has_text="why").wait_for()
    page.get_by_role("button", name="Hide this run").click()
    page.get_by_role("button", name="Undo").click()
    page.locator(".star[aria-pressed=true]").wait_for()
    page.keyboard.press("s")
    page.locator(".star[aria-pressed=false]").wait_for()


def test_a_failed_run_shows_where(opened: Callable[..., Page]) -> None:
    page = opened("/run/RUN2")
    page.get_by_role("link", name="in cell 7, line 8").click()
    assert page.url.endswith("#cell-7")
    assert "InvalidParameterError" in page.locator("#cell-7 .failure").inner_text()
    assert page.locator("#cell-7 .status").inner_text().endswith("failed")


def test_the_previous_run_is_one_key_away(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/run/RUN1")
    page.keyboard.press("?")
    assert "Compare with previous" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.wait_for_url(site.place("/compare?run=RUN0&run=RUN1"))
    page.keyboard.press("s")
    page.wait_for_url(site.place("/compare?run=RUN1&run=RUN0"))
    changes = page.locator("#metrics ~ * .delta").all_inner_texts()
    assert {(text[0], text.split()[-1]) for text in changes} == {("△", "worse"), ("▽", "worse")}


def test_two_runs_are_compared_down_to_lines_pictures_and_tables(opened: Callable[..., Page]) -> None:
    page = opened("/compare?run=RUN1&run=RUN2")
    gone = page.locator(".metrics tr", has_text="test_loss").locator("td").all_inner_texts()
    assert gone[1:] == ["\u2013", ""]  # of the run that failed
    assert float(gone[0]) > 0
    page = opened("/compare?run=RUN0&run=RUN1")
    assert "parameter learning_rate changed" in page.locator(".causes").inner_text()
    assert page.locator(".metrics tr", has_text="test_loss").locator(".better").count() == 1
    assert "learning_rate: 0.001 → 0.05" in page.locator("#around ~ ul").first.inner_text()
    assert page.locator("#cell-7 td.w mark").count() > 0
    page.locator("#cell-8 button[value=difference]").click()
    assert page.locator("#cell-8 .pictures.difference").count() == 1
    assert page.locator("#cell-10 .frame td.changed").count() > 10
    page.locator("#layout").click()
    assert page.evaluate("document.body.classList.contains('unified')")
    assert opened(urlsplit(page.url)._replace(scheme="", netloc="").geturl()).locator("body.unified").count()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "cell-10"


def test_one_run_is_compared_with_the_one_before(opened: Callable[..., Page], site: Site) -> None:
    assert opened("/compare?run=RUN1").url == site.place("/compare?run=RUN0&run=RUN1")


def test_many_runs_stand_beside_each_other_and_two_of_them_over(
    opened: Callable[..., Page], site: Site
) -> None:
    page = opened("/compare?run=RUN0&run=RUN1&run=RUN2")
    assert page.locator(".beside thead th").count() == 3
    assert "★" in page.locator("tr", has_text="test_loss").locator("td").nth(1).inner_text()
    assert page.locator("tr", has_text="epochs").count() == 0
    pictures = page.get_by_role("row", name="cell 8")
    assert pictures.get_by_text("none").count() == 1  # of the run that failed
    for picture in pictures.get_by_role("img").all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("one => one.naturalWidth > 100", arg=picture.element_handle())
    page.keyboard.press("l")
    page.keyboard.press("x")
    page.wait_for_url("**&over=*&over=*&as=difference")
    laid = page.locator(".laid .pictures.difference")
    assert "→ faster" in laid.locator("h3").inner_text()
    page.reload()
    for picture in laid.get_by_role("img").all():
        page.wait_for_function("one => one.naturalWidth > 100", arg=picture.element_handle())
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")  # to the run that failed
    page.locator(".laid figcaption", has_text="none").wait_for()
    assert site.runs[2] in page.url
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert "over=" not in page.url
    assert pictures.is_visible()
    page.get_by_role("link", name="Also what they have in common").click()
    page.wait_for_url("**all=1")
    assert page.locator("tr", has_text="epochs").count() == 1


def test_runs_and_commits_are_on_one_line_of_time(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/history?experiment=train.ipynb")
    kinds = [
        str(item).split()[0]
        for item in page.locator(".line > li").evaluate_all("all => all.map(one => one.className)")
    ]
    assert kinds == ["now", "run", "run", "commit", "run", "commit"]
    assert "learning_rate 0.001 → 0.05 · 1 cell changed" in page.locator(".line > li").nth(2).inner_text()
    for key in ("j", "j", "j", "x", "j", "j", "x", "d"):
        page.keyboard.press(key)
    page.wait_for_url(site.place("/compare?run=RUN0&run=RUN1"))


def test_a_version_is_there_to_keep(opened: Callable[..., Page], site: Site) -> None:
    page = opened("/history?experiment=train.ipynb")
    for item, text in ((3, "epochs, loss"), (5, "epochs: loss"), (4, "epochs: loss")):
        with page.expect_download() as download:
            page.locator(".line > li").nth(item).get_by_role("link", name="download").click()
        assert download.value.suggested_filename.endswith("-train.ipynb")
        assert text in download.value.path().read_text()


@pytest.mark.parametrize("place", [*PLACES, "/compare?run=RUN1"])
def test_every_page_has_a_twin_in_json(site: Site, place: str) -> None:
    path = site.path(place)
    status, body = ask(site.address, f"{path}{'&' if '?' in path else '?'}format=json", cookie=site.token)
    if place == "/compare?run=RUN1":
        assert status == 307
        return
    assert status == 200
    assert json.loads(body)["schema"].startswith("nbtrack.ui.")
    assert "/run/" not in place or json.loads(body)["notebook"]["cells"][6]["number"] == 7


@pytest.mark.parametrize(
    "place",
    [
        "/compare",
        "/compare?run=../../x",
        "/compare?run=RUN0",
        "/history",
        "/history?experiment=/etc/passwd",
        "/history/version/HEAD?experiment=train.ipynb",
        "/history/version/--help?experiment=train.ipynb",
        "/run/RUN1/output/8/9",
        "/run/RUN1/output/0/0",
        "/run/RUN1/notebook/other",
        "/static/0/diff/page.html.jinja",
    ],
)
def test_what_is_not_there_is_said(site: Site, place: str) -> None:
    assert ask(site.address, site.path(place), cookie=site.token)[0] == 404


def test_nothing_of_a_stranger_runs_or_loads(window: BrowserContext, tmp_path: Path) -> None:
    write_hostile(tmp_path)
    for _ in range(2):
        nbtrack(tmp_path, "run", "hostile.ipynb", "--quiet")
    asked: list[str] = []
    with serving(tmp_path) as address:
        page = window.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.locator("tbody td a").first.click()
        page.wait_for_url("**/run/*")
        for _ in range(40):
            page.mouse.wheel(0, 800)
        wait_for_text_in_frames(page, "kept")
        for frame in page.frames:
            assert frame.evaluate("window.hit") is None
            assert frame.locator("script:not([src^='/static/']):not([nonce])").count() == 0
        assert page.locator("[onerror], [onload], [onfocus], a[href^='javascript:']").count() == 0
        run = page.url.rpartition("/")[2]
        for place in (f"/compare?run={run}", "/history?experiment=hostile.ipynb"):
            page.goto(address.partition("/?")[0] + place)
            page.wait_for_timeout(500)  # for what would load late
            assert page.evaluate("window.hit") is None
        page.close()
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {
        urlsplit(address).netloc
    }


def wait_for_text_in_frames(page: Page, text: str) -> None:
    """Wait until a frame of the page shows a text: frames load when they come into sight."""
    for _ in range(100):
        frames = [frame for frame in page.frames if frame != page.main_frame]
        if any(text in frame.locator("body").inner_text() for frame in frames):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"no frame shows {text!r}")


def test_an_output_opened_on_its_own_runs_nothing_either(window: BrowserContext, tmp_path: Path) -> None:
    write_hostile(tmp_path)
    nbtrack(tmp_path, "run", "hostile.ipynb", "--quiet")
    with serving(tmp_path) as address:
        page = window.new_page()
        page.goto(address)
        page.locator("tbody td a").first.click()
        page.wait_for_url("**/run/*")
        shown = page.locator("img[src^='/run/'], iframe").evaluate_all("all => all.map(one => one.src)")
        assert len(shown) > 2
        hits: list[str] = []
        page.on("dialog", lambda dialog: hits.append(dialog.message))
        for url in shown:
            answer = page.goto(url)
            assert answer is not None
            assert "sandbox" in answer.headers["content-security-policy"] or answer.status == 404
            assert "hit" not in page.evaluate("Object.keys(window)")
        page.close()


def test_a_run_in_progress_is_followed_and_survives_a_reload(window: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    waits = (
        "import nbtrack, os, time\nprint('begun')\nnbtrack.log(loss=2.5)\n"
        "while not os.path.exists('first'):\n    time.sleep(.05)\n"
        "print('went on')\nnbtrack.log(loss=0.5)\nwhile not os.path.exists('second'):\n    time.sleep(.05)"
    )
    write_notebook(tmp_path, "wait.ipynb", code(waits), code("'the end'"))
    words = [sys.executable, "-m", "nbtrack", "run", "wait.ipynb", "--quiet"]
    with (
        serving(tmp_path) as address,
        subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL) as run,
    ):
        page = window.new_page()
        try:
            page.goto(address)
            while not page.locator("tbody td a").count():
                page.reload()
            page.locator("tbody td a").first.click()
            page.get_by_text("begun").last.wait_for()
            page.evaluate("window.same = document.querySelector('#cell-1 .output pre').firstChild")
            (tmp_path / "first").touch()
            page.locator("#cell-1 .output", has_text="went on").wait_for()
            page.locator(".metrics td", has_text="0.5").first.wait_for()
            assert page.evaluate("window.same.isConnected")  # what somebody selects in it stays selected
            page.reload()
            assert "running" in page.locator("h1").inner_text()
            assert "went on" in page.locator("#cell-1 .output").inner_text()
        finally:
            (tmp_path / "first").touch()
            (tmp_path / "second").touch()
        page.locator("h1 .status.finished").wait_for()
        assert "the end" in page.locator("#cell-2 .output").inner_text()
        run.wait(60)
        page.close()


def test_the_page_of_a_script_in_progress_has_its_text(window: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "wait.py").write_text(
        "import nbtrack, os, time\nwith nbtrack.start({'lr': 0.1}):\n    nbtrack.log(loss=2, accuracy=0.5)\n"
        "    while not os.path.exists('end'):\n        time.sleep(.05)\n"
    )
    words = [sys.executable, "wait.py"]
    with serving(tmp_path) as address, subprocess.Popen(words, cwd=tmp_path) as run:
        page = window.new_page()
        try:
            page.goto(address)
            while not page.locator("tbody td a").count():
                page.reload()
            page.locator("tbody td a").first.click()
            page.locator("h1 .status.running").wait_for()
            page.locator(".metrics th", has_text="accuracy").wait_for()
            assert page.locator(".trouble").count() == 0
            assert "nbtrack.start" in page.locator("section.notebook").inner_text()
            names = page.locator(".metrics tbody th").all_inner_texts()
            assert names == sorted(names)
        finally:
            (tmp_path / "end").touch()
        page.locator("h1 .status.finished").wait_for()
        run.wait(60)
        page.close()


def test_a_hidden_run_says_so_and_can_be_brought_back(window: BrowserContext, tmp_path: Path) -> None:
    record_runs(tmp_path)
    nbtrack(tmp_path, "rm", "latest")
    hidden = json.loads(nbtrack(tmp_path, "rm", "--list", "--json").stdout)["runs"][0]["id"]
    with serving(tmp_path) as address:
        page = window.new_page()
        page.goto(address)
        page.goto(f"{address.partition('/?')[0]}/run/{hidden}")
        assert "hidden from all lists" in page.locator("#said").inner_text()
        page.get_by_role("button", name="Bring this run back").click()
        page.get_by_role("button", name="Hide this run").click()
        page.get_by_role("button", name="Bring this run back").wait_for()
        page.locator("#toast button").click()
        page.get_by_role("button", name="Hide this run").wait_for()
        page.close()


def test_two_runs_without_code_stand_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    store = Store(str(tmp_path / ".nbtrack"))
    for number in range(2):  # as they come from another tool
        store.records.put(finished(id=f"{number:016x}", metrics={"acc": Metric(0.5 + number / 8, 0.5, 0.7)}))
    with serving(tmp_path) as address:
        token = urlsplit(address).query.removeprefix("token=")
        status, page = ask(address, f"/compare?run={0:016x}&run={1:016x}", cookie=token)
    assert status == 200
    assert "2 runs beside each other" in page
    assert "0.625" in page
    assert "cannot be shown" not in page


def test_a_lost_blob_costs_its_part_of_the_page_only(window: BrowserContext, tmp_path: Path) -> None:
    record_runs(tmp_path)
    for path in (tmp_path / ".nbtrack" / "blobs").rglob("*.zst"):
        path.unlink()
    with serving(tmp_path) as address:
        page = window.new_page()
        page.goto(address)
        page.locator("tbody td a").first.click()
        page.locator("h1", has_text="run 2").wait_for()
        assert "is not in the store" in page.locator(".trouble").first.inner_text()
        page.goto(address.partition("/?")[0] + "/history?experiment=train.py")
        assert page.locator(".line > li.run").count() == 3
        page.close()
