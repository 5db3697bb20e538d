"""What was broken in nbconvert, jupyter-server, nbdime and mlflow is tried on each page, live and shared.

A browser that blocks something says so on its console: here that counts as well, since the page should not
have held it in the first place.
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

import pytest

from nbtrack.store.record import Artifact
from nbtrack.store.store import Store
from tests.e2e.test_diff_page import ATTACKS, SVG
from tests.e2e.test_share import PNG, share
from tests.e2e.test_ui import ask
from tests.e2e.ui_project import nbtrack, write_hostile
from tests.e2e.ui_server import serving
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.kernel
NAME = "a'\"><img src=x onerror=window.hit=1>$x$.ipynb"  # nbdime: CVE-2021-41134
FILES = {
    "../../evil.png": ("image/png", PNG),  # nbconvert: CVE-2026-39377, aim: CVE-2021-43775
    "<img src=x onerror=hit=1>.png": ("image/png", PNG),
    "drawn.svg": ("image/svg+xml", SVG.encode()),  # Jupyter Notebook: CVE-2018-21030
    "page.html": ("text/html", ATTACKS[0].encode()),
    "data.xml": (
        "application/xhtml+xml",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><script>hit=1</script></html>",
    ),
}
WITH_FILES = "f" * 16
BAD = [f"[on{name}]" for name in ("error", "load", "focus", "toggle", "click")]
BAD += ["a[href^='javascript:']", "a[href^='data:']", "base"]


class Site(NamedTuple):
    """A project in which everything is hostile, and its served pages."""

    folder: Path
    address: str
    runs: tuple[str, ...]

    @property
    def token(self) -> str:
        return urlsplit(self.address).query.removeprefix("token=")

    @property
    def places(self) -> list[str]:
        old, new = self.runs
        name = quote(NAME, safe="")
        return [
            *("/", "/runs", f"/runs?experiment={name}", f"/runs?where={quote(ATTACKS[0])}"),
            *(f"/run/{new}", f"/run/{old}", f"/run/{WITH_FILES}"),
            *(f"/compare?run={old}&run={new}", f"/compare?run={old}&run={new}&run={WITH_FILES}&all=1"),
            *(f"/history?experiment={name}&view=cells", f"/checks?experiment={name}"),
            f"/history/restore?experiment={name}&run={old}",
            *(f"/history?experiment={name}", "/nothing", f"/run/{quote(ATTACKS[1], safe='')}"),
        ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder, NAME)
    for _ in range(2):
        nbtrack(folder, "run", NAME, "--quiet", "--name", ATTACKS[1], "--tag", "<b onclick=hit=1>")
    store = Store(str(folder / ".nbtrack"))
    files = {name: Artifact(store.blobs.put(raw), len(raw), mime) for name, (mime, raw) in FILES.items()}
    store.records.put(finished(id=WITH_FILES, name="files", artifacts=files))
    runs = json.loads(nbtrack(folder, "runs", "--json").stdout)["runs"]
    ids = [run["id"] for run in reversed(runs) if run["id"] != WITH_FILES]
    with serving(folder) as address:
        yield Site(folder, address, tuple(ids))


class Watched(NamedTuple):
    """A page, and whatever it asked of other places, was kept from, or was shown as a dialog."""

    page: Page
    wrong: list[str]


@pytest.fixture
def watched(window: BrowserContext, site: Site) -> Watched:
    page, wrong = window.new_page(), list[str]()
    page.set_viewport_size({"width": 1200, "height": 900})
    own = ("data:", "blob:", "file:", "about:", f"http://{urlsplit(site.address).netloc}/")
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(own) else None)
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if "404" not in told.text else None)
    page.goto(site.address)
    return Watched(page, wrong)


def look_around(page: Page) -> None:
    """Bring every frame and picture into sight, and open what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for _ in range(8):
        page.mouse.wheel(0, 2500)
    page.wait_for_timeout(150)


def nothing_ran(page: Page) -> None:
    for frame in page.frames:
        assert frame.evaluate("window.hit") is None, frame.url
        assert frame.locator(", ".join(BAD)).count() == 0, frame.url


def test_nothing_of_a_stranger_runs_or_loads_on_any_page(watched: Watched, site: Site) -> None:
    root = site.address.partition("/?")[0]
    for place in site.places:
        watched.page.goto(root + place)
        look_around(watched.page)
        nothing_ran(watched.page)
        assert watched.wrong == [], place


@pytest.mark.parametrize("words", [(), ("--charts",), ("--charts", "-o", "site/")])
def test_nothing_of_a_stranger_runs_or_loads_in_a_shared_page(
    watched: Watched, site: Site, words: tuple[str, ...]
) -> None:
    share(site.folder, *site.runs, WITH_FILES, *words)
    place = "site/index.html" if "-o" in words else "report.html"
    watched.page.goto(f"{(site.folder / place).as_uri()}{'?chart=scatter' if words else ''}")
    if words:
        watched.page.locator("#charts[data-drawn=scatter]").wait_for(timeout=60_000)
    look_around(watched.page)
    nothing_ran(watched.page)
    assert [one for one in watched.wrong if "GL Driver Message" not in one] == []


def test_two_shared_runs_run_nothing_in_what_changed_either(watched: Watched, site: Site) -> None:
    share(site.folder, *site.runs, "-o", "two.html")
    watched.page.goto((site.folder / "two.html").as_uri())
    watched.page.locator(".run").first.wait_for()
    look_around(watched.page)
    nothing_ran(watched.page)
    assert watched.wrong == []


def test_files_are_written_where_they_belong_whatever_they_are_called(site: Site) -> None:
    before = {
        path for path in site.folder.parent.rglob("*.png") if site.folder / "pictures" not in path.parents
    }
    share(site.folder, WITH_FILES, "-o", "pictures/")
    share(site.folder, WITH_FILES, "--markdown", "-o", "pictures/summary.md")
    after = {
        path for path in site.folder.parent.rglob("*.png") if site.folder / "pictures" not in path.parents
    }
    assert before == after
    names = sorted(path.name for path in (site.folder / "pictures" / "figures").iterdir())
    assert names == [f"{WITH_FILES}-1.png", f"{WITH_FILES}-2.svg"]


def test_no_file_of_the_machine_gets_into_a_shared_page(tmp_path: Path) -> None:
    """As pictures of Markdown did in nbconvert: CVE-2026-39378."""
    (tmp_path / "secret.png").write_bytes(b"never-shared" + PNG)
    (tmp_path / "pyproject.toml").write_text("")
    text = f"![x]({tmp_path}/secret.png) ![y](file://{tmp_path}/secret.png) ![z](secret.png)"
    (tmp_path / "lfi.py").write_text(f"# %% [markdown]\n# {text}\n\n# %%\n1\n")
    nbtrack(tmp_path, "run", "lfi.py", "--quiet")
    share(tmp_path, "latest")
    assert b"bmV2ZXItc2hhcmVk" not in (tmp_path / "report.html").read_bytes()


def answer(site: Site, place: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(site.address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
    connection.request("GET", place, headers={"Cookie": f"nbtrack-{parts.port}={site.token}"})
    got = connection.getresponse()
    found = got.status, {name.lower(): value for name, value in got.getheaders()}, got.read()
    connection.close()
    return found


def test_what_runs_made_is_no_page_of_ours(site: Site, watched: Watched) -> None:
    """A file that is opened on its own could act in our name (jupyter-server's nbconvert handler, 2026)."""
    root = site.address.partition("/?")[0]
    outputs = [f"/run/{run}/output/3/{number}" for run in site.runs for number in (1, 5, 30)]
    for place in [*(f"/run/{WITH_FILES}/artifact/{quote(name, safe='')}" for name in FILES), *outputs]:
        status, headers, _ = answer(site, place)
        assert status in (200, 404), place
        assert headers["x-content-type-options"] == "nosniff"
        if status == 200:
            assert "sandbox" in headers["content-security-policy"]
            assert "allow-scripts" not in headers["content-security-policy"]
            if headers["content-type"].startswith("image/") or "output" in place:
                watched.page.goto(root + place)
                assert "hit" not in watched.page.evaluate("Object.keys(window)")
            else:
                assert headers["content-disposition"] == "attachment"
                assert headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "place",
    [
        "/run/RUN/artifact/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/run/RUN/artifact//etc/passwd",
        "/run/RUN/notebook/..%2f..%2fgiven",
        "/run/..%2f..%2f..%2fetc%2fpasswd",
        "/run/RUN%00.json",
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/static/0/..%2f..%2fapp.py",
        "/static/0//etc/passwd",
        "/static/0/diff/..%2frender.py",
        "/history/version/..%2f..%2f?experiment=train.ipynb",
        "/history/version/--output=x?experiment=NAME",
        "/history?experiment=..%2f..%2f..%2fetc%2fpasswd",
        "/run/RUN/output/1/99999999999999999999",
        "/run/RUN/output/-1/1",
    ],
)
def test_no_address_leads_out_of_the_store(site: Site, place: str) -> None:
    """As in mlflow (CVE-2023-1177, CVE-2023-2356) and aim (CVE-2021-43775)."""
    status, _, body = answer(site, place.replace("RUN", site.runs[0]).replace("NAME", quote(NAME, safe="")))
    assert status == 404, body[:200]
    assert b"root:" not in body
    assert b"import" not in body


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://HOST"}, 200),
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://HOST.evil.example"}, 403),  # jupyter-server: CVE-2026-40110, without an end
        ({"Origin": "http://evil.example/http://HOST"}, 403),
        ({"Origin": "http://evil.example#HOST"}, 403),
        ({"Origin": "http://HOST", "Sec_Fetch_Site": "cross-site"}, 403),  # jupyterhub: CVE-2026-40864
        ({"Origin": "http://HOST", "Sec_Fetch_Site": "same-site"}, 403),  # another port of this machine
        ({"Origin": "http://HOST", "Sec_Fetch_Site": "none"}, 403),
        ({"Origin": "http://evil.example", "Host": "evil.example"}, 421),  # mlflow: CVE-2025-14279
        ({"Origin": "http://HOST", "Host": "HOST.evil.example"}, 421),
        ({"Origin": "http://HOST", "Host": "evil.example#HOST"}, 421),
    ],
)
def test_only_a_page_of_this_address_changes_anything(
    site: Site, headers: dict[str, str], status: int
) -> None:
    host = urlsplit(site.address).netloc
    sent = {name: value.replace("HOST", host) for name, value in headers.items()} | {
        "Content_Type": "application/json"
    }
    assert send_tag(site, sent) == status


def send_tag(site: Site, headers: dict[str, str]) -> int:
    parts = urlsplit(site.address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
    cookie = {"Cookie": f"nbtrack-{parts.port}={site.token}"}
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | cookie
    connection.request("POST", f"/run/{WITH_FILES}/annotation", body=b'{"tags": ["x"]}', headers=sent)
    status = connection.getresponse().status
    connection.close()
    return status


def test_looking_changes_nothing(site: Site) -> None:
    for place in (f"/run/{WITH_FILES}/annotation?tags=x", f"/run/{WITH_FILES}/annotation"):
        assert ask(site.address, place, cookie=site.token)[0] in (404, 405)
    for method in ("PUT", "DELETE", "PATCH"):
        own = site.address.partition("/?")[0]
        assert ask(site.address, f"/run/{WITH_FILES}", cookie=site.token, method=method, Origin=own)[0] == 405
