"""The field above the table of a shared page leaves the runs that the live page and `nbtrack runs` leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import pytest

from tests.e2e.accessible import barriers
from tests.e2e.test_share import share
from tests.e2e.ui_project import nbtrack
from tests.e2e.ui_server import record_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.kernel

# In the words of nbtrack/compare/where.py.
CONDITIONS = [
    "lr < 0.05 and loss < 1",
    "not status = finished",
    "(lr = 0.1 or lr=1e-3) and not tag:nothing",
    "tag:gr?d and took >= 0",
    "tag:[a-g]*",
    "loss",
    'text == "0.5"',
    "text = 0.5",
    "name ~ 'RUN 1'",
    "param:lr != 0.1",
    "metric:loss > nan",
    "name != none",
    '`name` = "run 2"',
    "tags ~ gri and notebook = train.py",
]


class Shared(NamedTuple):
    folder: Path
    page: Page

    def left(self, where: str) -> list[str]:
        self.page.goto(f"{(self.folder / 'report.html').as_uri()}?{urlencode({'where': where})}")
        rows = self.page.locator("#runs tbody tr:visible")
        found: list[str] = rows.evaluate_all("all => all.map((one) => one.dataset.id)")
        return found


@pytest.fixture(scope="module")
def shared(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("many")
    record_runs(folder, "0.5")
    share(folder, "train.py")
    page, complaints = browser.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Shared(folder, page)
    page.close()
    assert complaints == []


@pytest.mark.parametrize("where", CONDITIONS)
def test_a_condition_means_the_same_as_on_the_command_line(shared: Shared, where: str) -> None:
    told = nbtrack(shared.folder, "runs", "--json", "--where", where)
    assert told.returncode == 0, told.stderr
    assert shared.left(where) == [run["id"] for run in json.loads(told.stdout)["runs"]]
    assert "of 3 runs" in shared.page.inner_text("#found")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("loss <", "a value is expected at the end"),
        ("loss < 1 lr", "and, or or the end is expected before lr"),
        ("(loss", "a closing bracket is expected"),
        ("and", "a name is expected before and"),
        ("lozz < 1", "the table has no lozz"),
        ("not " * 60 + "loss", "nested too deeply"),
        ("'", "in quotes"),
    ],
)
def test_what_cannot_be_read_is_said_and_leaves_all_runs(shared: Shared, where: str, said: str) -> None:
    assert len(shared.left(where)) == 3
    assert said in shared.page.inner_text("#found")
    assert shared.page.get_attribute("#where", "aria-invalid") == "true"


def test_the_field_is_a_key_away_and_what_it_leaves_is_a_link(shared: Shared, axe: str) -> None:
    page = shared.page
    assert len(shared.left("")) == 3
    page.keyboard.press("/")
    page.keyboard.type("lr > 0.05")
    assert page.inner_text("#found") == "1 of 3 runs"
    assert page.url.endswith("where=lr+%3E+0.05")
    assert page.locator(".curves polyline:visible").count() < page.locator(".curves polyline").count()
    assert barriers(page, axe) == []
    page.fill("#where", "")
    assert "where" not in page.url
