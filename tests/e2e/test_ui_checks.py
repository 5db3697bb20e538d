"""How notebooks stand: what is found in them is found out beside the pages, and told once it is known."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from nbtrack.web.checking import Checking
from tests.e2e.accessible import barriers
from tests.e2e.test_ui import ask
from tests.e2e.ui_project import git, nbtrack
from tests.e2e.ui_server import serving
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from nbtrack.web.checking import Found


@pytest.fixture
def checking(tmp_path: Path) -> Iterator[Checking]:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the project was taken for a module')")
    (tmp_path / "dirty.ipynb").write_bytes(notebook_b(code("print(1)", outputs=[stream("1\n")])))
    (tmp_path / "broken.ipynb").write_text("{")
    found = Checking(str(tmp_path))
    yield found
    found.close()


def known(checking: Checking, *names: str) -> dict[str, Found]:
    """Return what is found, once it is."""
    for _ in range(600):
        found = checking.of(names)
        if (told := {name: one for name, one in found.items() if one}).keys() == found.keys():
            return told
        time.sleep(0.1)
    raise AssertionError("nothing was found out")


def test_a_page_is_told_at_once_that_nobody_knows_yet(checking: Checking) -> None:
    assert checking.of(["dirty.ipynb"]) == {"dirty.ipynb": None}


def test_findings_are_those_of_the_command(checking: Checking) -> None:
    found = known(checking, "dirty.ipynb", "broken.ipynb")
    assert "NBT101" in json.dumps(found["dirty.ipynb"].findings)
    assert "cannot read broken.ipynb: cut short" in found["broken.ipynb"].trouble
    assert "git restore -- broken.ipynb" in found["broken.ipynb"].hint


def test_a_notebook_that_was_written_is_looked_at_again(checking: Checking, tmp_path: Path) -> None:
    assert known(checking, "dirty.ipynb")["dirty.ipynb"].findings
    (tmp_path / "dirty.ipynb").write_bytes(notebook_b(code("print(1)")))
    assert not known(checking, "dirty.ipynb")["dirty.ipynb"].findings


def test_settings_that_cannot_be_read_are_said(checking: Checking, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.nbtrack]\nnonsense = 1\n")
    assert "nonsense" in known(checking, "dirty.ipynb")["dirty.ipynb"].trouble


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = tmp_path_factory.mktemp("standing")
    (project / "pyproject.toml").write_text("")
    (project / "dirty.ipynb").write_bytes(notebook_b(code("print(1)", outputs=[stream("1\n")])))
    (project / "broken.ipynb").write_bytes(notebook_b(code("x = 1"), code("x + nothing")))
    (project / "gone.ipynb").write_bytes(notebook_b(code("x = 1")))
    nbtrack(project, "pair", "broken.ipynb")
    for name in ("dirty", "broken", "gone"):
        nbtrack(project, "snapshot", f"{name}.ipynb")
    nbtrack(project, "smoke", "dirty.ipynb", "broken.ipynb")
    (project / "dirty.ipynb").write_bytes(notebook_b(code("print(2)", outputs=[stream("2\n")])))
    (project / "gone.ipynb").unlink()
    with serving(project) as found:
        yield found


@pytest.fixture
def page(window: BrowserContext, address: str) -> Iterator[Page]:
    found = window.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.goto(address)
    yield found
    found.close()
    assert errors == []


def test_experiments_say_how_notebooks_stand_and_lead_to_why(page: Page) -> None:
    row = page.locator("tr", has_text="dirty.ipynb")
    row.get_by_role("link", name="NBT101 stored-output").wait_for()
    assert "passed" in row.inner_text()
    assert "before it changed" in row.inner_text()
    other = page.locator("tr", has_text="broken.ipynb")
    assert "in step" in other.inner_text()
    assert "in cell 2" in other.inner_text()
    assert "not here any more" in page.locator("tr", has_text="gone.ipynb").inner_text()
    other.get_by_role("link", name="in cell 2").click()
    page.wait_for_url("**/checks?experiment=broken.ipynb#smoke")
    assert "NameError in cell 2" in page.locator("section", has=page.locator("#smoke")).inner_text()
    page.get_by_role("link", name="NBT305 undefined-name").first.click()
    page.wait_for_url("**/rule/NBT305")
    page.get_by_role("heading", name="Why it matters").wait_for()


def test_the_twin_in_json_says_the_same(page: Page, address: str) -> None:
    page.get_by_role("link", name="NBT101").wait_for()
    parts = urlsplit(address)
    body = ask(address, "/?format=json", cookie=parts.query.removeprefix("token="))[1]
    found = {one["name"]: one for one in json.loads(body)["experiments"]}
    assert found["dirty.ipynb"]["findings"]["worst"]["code"] == "NBT101"
    assert (found["dirty.ipynb"]["smoke"]["passed"], found["dirty.ipynb"]["smoke"]["is_current"]) == (
        True,
        False,
    )
    assert (found["broken.ipynb"]["smoke"]["cell"], found["broken.ipynb"]["pair"]["in_step"]) == (2, True)
    listed = ask(
        address, "/checks?experiment=dirty.ipynb&format=csv", cookie=parts.query.removeprefix("token=")
    )
    assert listed[1].splitlines()[1].startswith("NBT101,stored-output,")
    assert found["gone.ipynb"] | {"exists": False, "findings": None} == found["gone.ipynb"]


@pytest.mark.parametrize(
    "place", ["/checks", "/checks?experiment=../../etc/passwd", "/rule/NBT999", "/rule/x"]
)
def test_what_is_not_there_is_said(address: str, place: str) -> None:
    assert ask(address, place, cookie=urlsplit(address).query.removeprefix("token="))[0] == 404


def test_a_store_that_grows_goes_and_comes_back_is_followed(window: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    for name in ("one", "two"):
        (tmp_path / f"{name}.ipynb").write_bytes(notebook_b(code("x = 1")))
    nbtrack(tmp_path, "snapshot", "one.ipynb")
    with serving(tmp_path) as address:
        page = window.new_page()
        page.goto(address)
        recorded = page.get_by_role("region", name="Experiments", exact=True).locator("tbody tr")
        never = page.get_by_role("region", name="Notebooks that never ran").locator("tbody tr")
        recorded.filter(has_text="one.ipynb").wait_for()
        never.filter(has_text="two.ipynb").wait_for()
        assert never.count() == 1
        nbtrack(tmp_path, "snapshot", "two.ipynb")
        recorded.filter(has_text="two.ipynb").wait_for()
        nbtrack(tmp_path, "store", "reindex")
        page.reload()
        assert recorded.count() == 2
        (tmp_path / ".nbtrack").rename(tmp_path / "elsewhere")
        page.reload()
        page.get_by_text("nbtrack run one.ipynb").wait_for()
        (tmp_path / "elsewhere").rename(tmp_path / ".nbtrack")
        recorded.filter(has_text="two.ipynb").wait_for()
        page.close()


def test_a_notebook_that_never_ran_has_findings_and_a_history(window: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / ".gitignore").write_text("ignored.ipynb\n")
    (tmp_path / ".env").write_text("secret\n")
    for name in ("a <b>.ipynb", "ignored.ipynb"):
        (tmp_path / name).write_bytes(notebook_b(code("print(1)", outputs=[stream("1\n")])))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", "a <b>.ipynb", ".env")
    git(tmp_path, "commit", "-qm", "Begin")
    with serving(tmp_path) as address:
        page = window.new_page()
        page.goto(address)
        page.get_by_role("link", name="NBT101 stored-output").click()
        page.wait_for_url("**/checks?experiment=**")
        assert "code cell stores 1 output" in page.inner_text("main")
        page.goto(address)
        assert page.locator("tr", has_text="ignored.ipynb").count() == 0
        page.locator("tr", has_text="a <b>.ipynb").get_by_role("link", name="History").click()
        assert "Nothing of it is recorded yet" in page.inner_text("main")
        link = page.locator("li.commit a[download]").get_attribute("href") or ""
        site = f"http://{urlsplit(address).netloc}"
        assert page.request.get(site + link).body() == (tmp_path / "a <b>.ipynb").read_bytes()
        # Only notebooks, and what was recorded, have a history: other files of a project are not told.
        other = site + link.partition("?")[0]
        assert page.request.get(f"{other}?experiment=.env").status == 404
        assert page.request.get(f"{site}/history?experiment=.env").status == 404
        assert page.request.get(f"{site}/checks?experiment=../x.ipynb").status == 404
        page.close()


@pytest.mark.parametrize("width", [1200, 390])
def test_a_notebook_that_cannot_be_read_says_what_to_do(
    window: BrowserContext, tmp_path: Path, axe: str, width: int
) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "a.ipynb").write_text("{\n<<<<<<< ours\n=======\n>>>>>>> theirs\n}")
    (tmp_path / "b.ipynb").write_bytes(notebook_b(code("print(1)", outputs=[stream("1\n")])))
    with serving(tmp_path) as address:
        page = window.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        page.locator("pre", has_text="nbtrack run b.ipynb").wait_for()  # not the one that cannot be read
        page.goto(address.partition("/?")[0] + "/checks?experiment=a.ipynb")
        page.locator(".trouble", has_text="nbtrack cannot read a.ipynb: not JSON at line 2").first.wait_for()
        page.get_by_text("nbtrack merge --resolve a.ipynb").wait_for()
        assert str(tmp_path) not in page.inner_text("main")
        page.goto(address.partition("/?")[0] + "/checks?experiment=b.ipynb")
        page.get_by_text("code cell stores 1 output").wait_for()
        right = page.get_by_text("code cell stores 1 output").evaluate(
            "one => one.getBoundingClientRect().right"
        )
        assert right <= width
        assert barriers(page, axe) == []
        page.close()
