"""Time tables of runs in Chromium: ours on the store in FOLDER, and those of MLflow and Aim that are served.

`bench/ui_peers.py` gives both the same runs. All are asked in turn, so that other work hits all alike.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE_MS = 60_000
_FRAMES = """async () => {
    const gaps = []; let last = performance.now(); const end = last + 3000;
    while (last < end) {
        const now = await new Promise(requestAnimationFrame);
        gaps.push(now - last); last = now;
    }
    return gaps;
}"""


class Peer(NamedTuple):
    """Where a table of runs is, what a row of it is, and how it is filtered and sorted.

    `prepare` is what has to be done before a filter is asked for, and is not timed.
    """

    name: str
    address: str
    row: str
    filter: Callable[[Page], None] | None
    sort: Callable[[Page], None] | None
    prepare: Callable[[Page], None] = lambda _: None


def _ours(address: str) -> Peer:
    return Peer(
        "nbtrack",
        address.replace("/?", "/runs?"),
        "#runs tr[data-id]",
        lambda page: page.fill("#where", "val_acc > 0.8 and lr < 0.01"),
        lambda page: page.locator("thead a[data-key='metric:val_acc']").click(),
    )


def _mlflow(address: str) -> Peer:
    def search(page: Page) -> None:
        box = page.get_by_placeholder("metrics.rmse").first
        box.fill("metrics.val_acc > 0.8 and params.optimizer = 'adam'")
        box.press("Enter")

    def sort(page: Page) -> None:
        page.evaluate(
            "location.hash = '#/experiments/1/runs?orderByKey=metrics.%60val_acc%60&orderByAsc=false'"
        )

    return Peer(
        "MLflow", f"{address}/#/experiments/1/runs", ".ag-center-cols-container [role=row]", search, sort
    )


def _aim(address: str) -> Peer:
    def prepare(page: Page) -> None:
        page.locator(".Runs_Search_Bar .monaco-editor").first.click()
        text = 'run.hparams.optimizer == "adam" and run.hparams.lr < 0.01'
        page.keyboard.type(text, delay=60)  # the editor loses letters that come faster
        page.keyboard.press("Escape")  # what it suggests would be taken

    return Peer(
        "Aim",
        f"{address}/runs",
        ".Table__cell[class*=rowKey]:has(a)",
        lambda page: page.locator(".Runs_Search_Bar__Button").click(),
        None,  # its table of runs has no sort
        prepare,
    )


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--mlflow", help="address of its server")
    reader.add_argument("--aim", help="address of its server")
    reader.add_argument("--rounds", type=int, default=3)
    chosen = reader.parse_args()
    words = [sys.executable, "-m", "nbtrack", "ui", "--no-browser"]
    with subprocess.Popen(words, cwd=chosen.folder, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            peers = [_ours(server.stdout.readline().strip())]
            peers += [_mlflow(chosen.mlflow)] if chosen.mlflow else []
            peers += [_aim(chosen.aim)] if chosen.aim else []
            _report(peers, chosen.rounds)
        finally:
            server.terminate()


def _report(peers: list[Peer], rounds: int) -> None:
    found: dict[str, list[list[float | None]]] = {peer.name: [] for peer in peers}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for _ in range(rounds):
            for peer in peers:
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                page.set_default_timeout(_PATIENCE_MS)
                found[peer.name].append(_times(page, peer))
                page.close()
        browser.close()
    print("| page | first row ms | filter ms | sort ms | 95 of 100 frames while scrolling took ms |")
    print("|---|---|---|---|---|")
    for name, rows in found.items():
        print(f"| {name} | {' | '.join(map(_cell, zip(*rows, strict=True)))} |")


def _cell(values: tuple[float | None, ...]) -> str:
    told = [value for value in values if value is not None]
    return f"{median(told):.0f}" if told else "none"


def _times(page: Page, peer: Peer) -> list[float | None]:
    started = time.perf_counter()
    page.goto(peer.address, wait_until="commit")
    page.locator(peer.row).first.wait_for()
    painted = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(5000)  # what comes late: all of our runs are read once
    peer.prepare(page)
    return [painted, _acted(page, peer, peer.filter), _acted(page, peer, peer.sort), _scrolled(page, peer)]


def _acted(page: Page, peer: Peer, act: Callable[[Page], None] | None) -> float | None:
    """Return how long it takes until other rows are on top."""
    if act is None:
        return None
    look = "row => [...document.querySelectorAll(row)].slice(0, 6).map(one => one.innerText).join()"
    before = page.evaluate(look, peer.row)
    started = time.perf_counter()
    act(page)
    changed = f"([row, before]) => {{ const now = ({look})(row); return now && now !== before }}"
    try:
        page.wait_for_function(changed, arg=[peer.row, before])
    except Exception as error:  # noqa: BLE001 - a page that does not answer is a result
        print(f"{peer.name}: {str(error).splitlines()[0]}", file=sys.stderr)
        return None
    return (time.perf_counter() - started) * 1000


def _scrolled(page: Page, peer: Peer) -> float:
    box = page.locator(peer.row).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 5)
    page.evaluate(f"window.gaps = ({_FRAMES})()")
    for _ in range(30):
        page.mouse.wheel(0, 300)
    gaps: list[float] = sorted(page.evaluate("window.gaps"))
    return gaps[len(gaps) * 95 // 100]


if __name__ == "__main__":
    main()
