"""A project, a repository to check, and a real Chromium, without which tests skip, or fail in CI."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.doing_without import do_without
from tests.e2e.check_repository import Repository
from tests.e2e.running import Project
from tests.npm_package import npm_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

_AXE = "axe-core@4.10.3", "package/axe.min.js"  # MPL-2.0
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL, drawn by the processor
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, Debian's package `chromium`, once."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        do_without("playwright is not installed")
    if program is None:
        do_without("there is no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def open_window(browser: Browser) -> Iterator[BrowserContext]:
    """Keep a window open: a page in a new one takes three times as much of the processor."""
    context = browser.new_context()
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def window(open_window: BrowserContext) -> Iterator[BrowserContext]:
    """Lend a window for pages that share it, one after the other, and leave nothing of them in it."""
    yield open_window
    idle, *pages = open_window.pages
    for page in pages:
        page.close()
    open_window.clear_cookies()
    open_window.clear_permissions()
    everything = {"origin": "*", "storageTypes": "all"}
    open_window.new_cdp_session(idle).send("Storage.clearDataForOrigin", everything)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core, as a script for a page."""
    return npm_file(*_AXE, tmp_path_factory.mktemp("axe")).decode()


@pytest.fixture
def repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Repository:
    """Make an empty checkout and stand in it."""
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path, capsys)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Make an empty checkout with a store, beside which tests have room for more."""
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project")
