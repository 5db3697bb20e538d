"""The history of a notebook in the browser: cells and since when, versions brought back with care."""

from __future__ import annotations

import http.client
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from nbtrack.store.digest import digest_of
from nbtrack.store.record import new_id
from nbtrack.store.store import Store
from tests.e2e.test_ui import ask
from tests.e2e.ui_project import git, nbtrack, write_notebook
from tests.e2e.ui_server import serving
from tests.making import code, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

NAME = "sub/train <b>.ipynb"


class Site(NamedTuple):
    """A project with two recorded versions of a notebook, the older first, and a third that nobody kept."""

    folder: Path
    address: str
    versions: list[str]

    @property
    def file(self) -> Path:
        return self.folder / NAME

    def place(self, path: str, **query: str) -> str:
        return f"{path}?{urlencode({'experiment': NAME} | query)}"


def write(folder: Path, number: int) -> None:
    write_notebook(
        folder, NAME, markdown("# Title"), code(f"first = 1\nsecond = {number}"), code("third = 3")
    )


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("history")
    (folder / "pyproject.toml").write_text("")
    (folder / "sub").mkdir()
    git(folder, "init", "-q")
    for number in (1, 2):
        write(folder, number)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", f"Commit {number}")
        nbtrack(folder, "snapshot", NAME, "-m", f"version {number}")
    write(folder, 3)
    return folder


@pytest.fixture
def site(recorded: Path, tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "copy"
    shutil.copytree(recorded, folder)
    versions = [run.id for run in Store(str(folder / ".nbtrack")).runs(NAME)]
    with serving(folder) as address:
        yield Site(folder, address, versions[::-1])


@pytest.fixture
def page(window: BrowserContext, site: Site) -> Iterator[Page]:
    found = window.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.goto(site.address)
    yield found
    found.close()
    assert errors == []


def open_at(page: Page, site: Site, path: str, **query: str) -> None:
    parts = urlsplit(site.address)
    page.goto(f"{parts.scheme}://{parts.netloc}{site.place(path, **query)}")


def test_each_line_tells_since_when_it_is_as_it_is(page: Page, site: Site) -> None:
    open_at(page, site, "/history", view="cells")
    cells = page.locator(".since")
    assert "# Title" in cells.nth(0).inner_text()
    assert "not recorded" in cells.nth(1).inner_text()
    rows = cells.nth(1).locator("tr").all_inner_texts()
    assert [row.split("\t")[0].strip() for row in rows] == [site.versions[0][:8], "now"]
    assert "version 1" in cells.nth(2).inner_text()


def test_versions_commits_and_what_is_there_now_are_on_one_line(page: Page, site: Site) -> None:
    open_at(page, site, "/history")
    kinds = page.locator(".line > li").evaluate_all("all => all.map(one => one.className.split(' ')[0])")
    assert kinds[0] == "now"
    assert sorted(kinds[1:]) == ["commit", "commit", "run", "run"]
    assert "code that no run" in page.locator("li.now").inner_text()


def test_a_version_comes_back_and_what_was_there_is_kept_and_comes_back_as_well(
    page: Page, site: Site
) -> None:
    before = site.file.read_bytes()
    open_at(page, site, "/history")
    page.locator(".line > li", has_text="version 1").get_by_role("link", name="restore").click()
    assert "on record nowhere" in page.locator(".plan").inner_text()
    assert "second = 1" in (page.locator(".diff").text_content() or "")  # also what is not drawn yet
    assert site.file.read_bytes() == before
    page.get_by_role("button", name="Restore").click()
    page.wait_for_url("**/history?*restored=*")
    assert "second = 1" in site.file.read_text()
    assert len(Store(str(site.folder / ".nbtrack")).runs(NAME)) == 3
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**/history?*undone=*")
    assert site.file.read_bytes() == before
    assert "undo" in nbtrack(site.folder, "undo", "--list").stdout


def test_a_file_that_somebody_wrote_meanwhile_is_left_alone(page: Page, site: Site) -> None:
    open_at(page, site, "/history/restore", run=site.versions[0])
    write(site.folder, 4)
    mine = site.file.read_bytes()
    page.get_by_role("button", name="Restore").click()
    page.get_by_text("changed since you looked at it").wait_for()
    assert site.file.read_bytes() == mine
    open_at(page, site, "/history/restore", run=site.versions[0])
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Undo").wait_for()
    site.file.write_text("{}")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("changed since, so it was left as it is").wait_for()
    assert site.file.read_text() == "{}"


def test_what_is_no_notebook_is_not_overwritten(page: Page, site: Site) -> None:
    site.file.write_text("mine")
    open_at(page, site, "/history/restore", run=site.versions[0])
    assert "nothing will be written" in page.locator(".plan").inner_text()
    assert page.get_by_role("button", name="Restore").count() == 0
    form = {"experiment": NAME, "run": site.versions[0], "seen": digest(site.file)}
    assert post(site, "/history/restore", form) == 409
    assert site.file.read_text() == "mine"


def digest(path: Path) -> str:
    return digest_of(path.read_bytes())


def post(site: Site, place: str, form: dict[str, str], **headers: Any) -> int:
    parts = urlsplit(site.address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
    sent = {
        "Cookie": f"nbtrack-{parts.port}={parts.query.removeprefix('token=')}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{parts.netloc}",
    } | headers
    connection.request("POST", place, urlencode(form), sent)
    status = connection.getresponse().status
    connection.close()
    return status


def test_nothing_but_a_form_of_this_address_and_a_record_of_this_notebook_writes(site: Site) -> None:
    before = site.file.read_bytes()
    form = {"experiment": NAME, "run": site.versions[0], "seen": digest(site.file)}
    place = "/history/restore"
    assert post(site, place, form, Origin="http://evil.example") == 403
    assert post(site, place, form, Origin="null") == 403
    assert post(site, place, form, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert post(site, place, form, **{"Content-Type": "text/plain"}) == 415
    assert post(site, place, form | {"run": "x" * 20_000}) == 413
    assert post(site, place, form | {"experiment": "../../etc/passwd"}) == 404
    assert post(site, place, form | {"run": "0000000000000000"}) == 404
    assert post(site, place, form | {"seen": ""}) == 409
    assert post(site, "/history/undo", {"experiment": NAME, "undo": "abcd1234"}) == 404
    assert post(site, "/history/undo", {"experiment": "../x", "undo": ""}) == 404
    assert post(site, "/history/undo", {"experiment": "a\0b", "undo": ""}) == 404
    assert site.file.read_bytes() == before


def test_a_record_from_elsewhere_does_not_write_what_git_runs(site: Site) -> None:
    config = site.folder / ".git/config"
    before = config.read_bytes()
    store = Store(str(site.folder / ".nbtrack"))
    (record,) = [run for run in store.runs() if run.id == site.versions[0]]
    for name in (".git/config", "sub/../.GIT/config"):
        foreign = replace(store.get(record.id), id=new_id(), experiment=name)
        store.records.put(foreign)
        form = {"experiment": name, "run": foreign.id, "seen": digest(config)}
        assert post(site, "/history/restore", form) == 404
    assert config.read_bytes() == before


def test_pages_that_are_read_only_write_nothing(site: Site) -> None:
    before = site.file.read_bytes()
    with serving(site.folder, "--read-only") as address:
        other = site._replace(address=address)
        form = {"experiment": NAME, "run": site.versions[0], "seen": digest(site.file)}
        assert post(other, "/history/restore", form) == 403
        token = urlsplit(address).query.removeprefix("token=")
        body = ask(address, site.place("/history/restore", run=site.versions[0]), cookie=token)[1]
        assert 'method="post"' not in body
        assert "nbtrack restore" in body
    assert site.file.read_bytes() == before


def test_the_twins_in_json_say_the_same(site: Site) -> None:
    token = urlsplit(site.address).query.removeprefix("token=")

    def found(path: str, **query: str) -> Any:
        return json.loads(ask(site.address, site.place(path, format="json", **query), cookie=token)[1])

    cells = found("/history", view="cells")["blame"]["cells"]
    assert [group["version"] for group in cells[1]["groups"]] == [1, None]
    restore = found("/history/restore", run=site.versions[1])
    assert (restore["is_saved"], restore["is_same"], restore["seen"]) == (False, False, digest(site.file))
    missing = found("/run/" + site.versions[0][:6])
    assert missing["meant"]["runs"][0]["id"] == site.versions[0]


def test_the_history_goes_on_under_a_former_name(
    window: BrowserContext, recorded: Path, tmp_path: Path
) -> None:
    folder, name = tmp_path / "renamed", "sub/new.ipynb"
    shutil.copytree(recorded, folder)
    git(folder, "checkout", "-q", "--", NAME)
    git(folder, "mv", NAME, name)
    git(folder, "commit", "-qm", "Rename it")
    nbtrack(folder, "snapshot", name)
    with serving(folder) as address:
        page = window.new_page()
        page.goto(address)
        base = f"http://{urlsplit(address).netloc}"
        page.get_by_role("rowheader", name=NAME).get_by_role("link", name=name).click()
        page.wait_for_url(f"{base}/history?{urlencode({'experiment': name}, safe='/')}")
        assert page.locator("li.run", has_text=f"as {NAME}").count() == 2
        assert page.locator("li.run").count() == 3
        assert page.locator("li.commit").count() == 3
        for link in page.locator("li.commit a[download]").all():
            assert page.request.get(f"{base}{link.get_attribute('href')}").ok
        page.locator("li.run", has_text="version 1").locator("text=restore").click()
        page.click("text=Restore >> nth=-1")
        assert "second = 1" in (folder / name).read_text()
        assert not (folder / NAME).exists()
        page.click("button:text('Undo')")
        assert "second = 2" in (folder / name).read_text()
        page.close()
