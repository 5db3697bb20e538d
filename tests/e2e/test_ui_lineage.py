"""A run that goes on where another failed, and that other one, lead to each other in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.e2e.accessible import barriers
from tests.e2e.ui_project import nbtrack, write_notebook
from tests.e2e.ui_server import serving
from tests.making import code

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.kernel


def test_runs_that_take_each_other_up_lead_to_each_other(
    window: BrowserContext, tmp_path: Path, axe: str
) -> None:
    (tmp_path / "nbtrack.toml").write_text('[record]\nkeep-state = "always"\n')
    write_notebook(tmp_path, "long.ipynb", code("n = 6"), code("n / 0"), code("n"))
    nbtrack(tmp_path, "run", "long.ipynb", "--quiet")
    with serving(tmp_path) as address:
        page = window.new_page()
        page.goto(address)
        (failed,) = json.loads(nbtrack(tmp_path, "runs", "--json").stdout)["runs"]
        base = f"http://{urlsplit(address).netloc}"
        page.goto(f"{base}/run/{failed['id']}")
        assert f"goes on at cell 2 by nbtrack run --resume {failed['id'][:8]}" in page.inner_text("main")

        write_notebook(tmp_path, "long.ipynb", code("n = 6"), code("n / 2"), code("n"))
        assert nbtrack(tmp_path, "run", "--resume", "latest", "--quiet").returncode == 0
        page.reload()
        assert "--resume" not in page.inner_text("main")
        assert page.inner_text(".lineage").split()[:3] == ["taken", "up", "by"]
        page.click(".lineage a")
        assert page.inner_text(".lineage").startswith(f"takes up {failed['id'][:8]} at cell 2")
        assert "taken over" in page.inner_text("#cell-1 header")
        assert page.locator(f".times a[href='/run/{failed['id']}']").count() == 1
        assert barriers(page, axe) == []
        page.goto(f"{base}/history?experiment=long.ipynb")
        assert f"takes up run {failed['id'][:8]} at cell 2" in page.inner_text("li.finished")
        page.close()
