"""Parameters and metrics stand in the order in which people count, wherever they read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from nbtrack.store.record import Metric, Parameter
from nbtrack.store.store import Store
from tests.e2e.test_share import share
from tests.e2e.test_ui import ask
from tests.e2e.ui_project import nbtrack
from tests.e2e.ui_server import serving
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = (1, 2, 9, 10, 11)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    (folder / "pyproject.toml").write_text("")
    store = Store(str(folder / ".nbtrack"))
    for run, factor in (("a" * 16, 1.0), ("b" * 16, 2.0), ("c" * 16, 3.0)):
        store.records.put(
            finished(
                id=run,
                experiment="train.py",
                parameters={f"p{number}": Parameter(number * factor, "code") for number in NUMBERS},
                metrics={
                    f"norm/{number}": Metric(number * factor, 0, 99) for number in NUMBERS
                },
            )
        )  # fmt: skip
    return folder


def assert_in_order(text: str) -> None:
    for name in (r"\bnorm/(\d+)", r"\bp(\d+)\b"):
        found = [int(number) for number in re.findall(name, text)]
        assert tuple(dict.fromkeys(found)) == NUMBERS


@pytest.mark.parametrize(
    "words",
    [
        ("show", "aaaa"),
        ("runs",),
        ("compare", "aaaa", "bbbb"),
        ("compare", "aaaa", "bbbb", "cccc", "--format", "markdown"),
    ],
    ids=" ".join,
)
def test_commands_count(project: Path, words: tuple[str, ...]) -> None:
    assert_in_order(nbtrack(project, *words).stdout)


def test_pages_count(project: Path) -> None:
    with serving(project) as address:
        token = urlsplit(address).query.removeprefix("token=")
        for place in ("/runs", f"/run/{'a' * 16}", f"/compare?run={'a' * 16}&run={'b' * 16}&run={'c' * 16}"):
            assert_in_order(ask(address, place, cookie=token)[1])


def test_a_shared_page_counts(project: Path) -> None:
    share(project, "train.py")
    assert_in_order((project / "report.html").read_text())
