"""`nbtrack share`: a page from a disk says what the live one says, asks nobody anything, tells no secret."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.notebooks import put_notebook
from nbtrack.store.record import Artifact, Metric, Parameter, RecordedNotebook
from nbtrack.store.series import Series, pack
from nbtrack.store.store import Store
from tests.e2e.test_diff_page import ATTACKS
from tests.e2e.test_runs_page import fill, keep
from tests.e2e.ui_server import record_runs, serving
from tests.making import code, notebook_b
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

KEY = "x9fK2mN4pQ7rS1tV3wX5yZ8bD0eG6hJ"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005"
    "0001ff89993d1d0000000049454e44ae426082"
)


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    window.set_offline(True)
    found = window.new_page()
    found.set_viewport_size({"width": 1200, "height": 900})
    errors: list[str] = []
    found.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on(
        "request",
        lambda asked: errors.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None,
    )
    yield found
    found.close()
    window.set_offline(False)
    assert errors == []


def share(project: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbtrack", "share", *words],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_a_page_from_disk_shows_the_numbers_of_the_live_one(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    record_runs(tmp_path)
    share(tmp_path, "train.py")
    page.goto((tmp_path / "report.html").as_uri())
    shared = [page.locator(f"#runs {where}").all_inner_texts() for where in ("td.metric", "tbody th a")]
    with serving(tmp_path) as address:
        live = browser.new_page()
        live.goto(address.replace("/?", "/runs?experiment=train.py&column=metric:acc&column=metric:loss&"))
        live.locator("tr[data-id]").nth(2).wait_for()
        assert [one.split(" ")[0] for one in shared[0]] == [
            one.split(" ")[0].split("\xa0")[0] for one in live.locator("#runs td.metric").all_inner_texts()
        ]
        assert shared[1] == live.locator("#runs tbody th a").all_inner_texts()
        run = page.locator("#runs tbody tr").first.get_attribute("data-id")
        live.goto(address.split("/?")[0] + f"/runs#run-{run}")
        live.wait_for_url(f"**/run/{run}")
        live.close()
    page.locator("#runs tbody a").first.click()
    assert page.locator(f"#run-{run}").is_visible()


def test_columns_sort_and_curves_are_there(page: Page, tmp_path: Path) -> None:
    record_runs(tmp_path)
    share(tmp_path, "train.py", "-o", "site/")
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.locator("thead th", has_text="loss").click()
    values = [float(one.split()[0]) for one in page.locator("#runs td:nth-child(6)").all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert page.locator("polyline").count() == 6
    for key in "gjj":  # no other page is here to go to
        page.keyboard.press(key)
    second = page.locator("#runs tbody tr").nth(1)
    assert page.locator(".curves.pointed polyline.pointed").count() == 2
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#run-{second.get_attribute('data-id')}")
    page.keyboard.press("?")
    assert "Next row" in page.get_by_role("dialog").inner_text()


def test_the_table_as_json_has_ids_and_names_as_texts(page: Page, tmp_path: Path) -> None:
    fill(tmp_path, 3)
    share(tmp_path, f"{1:016x}", f"{2:016x}")
    page.goto((tmp_path / "report.html").as_uri())
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    runs = json.loads(download.value.path().read_text())["runs"]
    assert sorted((run["id"], run["name"], run["param:lr"]) for run in runs) == [
        (f"{1:016x}", "run 1", 0.001),
        (f"{2:016x}", "run 2", 0.002),
    ]


def test_two_runs_say_what_changed(page: Page, tmp_path: Path) -> None:
    record_runs(tmp_path)
    share(tmp_path, "latest", "latest~1")
    page.goto((tmp_path / "report.html").as_uri())
    assert "lr: 0.01 → 0.001" in page.locator("section", has=page.locator("#around")).inner_text()
    assert page.locator(".metrics .delta", has_text="better").first.is_visible()
    page.goto((tmp_path / "report.html").as_uri() + "#%E0%A4%A")  # nothing made such a link
    assert page.locator("#theme").is_visible()


def test_fifty_runs_of_a_hundred_columns_are_less_than_500_kb(tmp_path: Path) -> None:
    store = fill(tmp_path, 0)
    (tmp_path / "train.ipynb").write_text("{}")
    for number in range(60):
        series = {f"metric {place}": Series() for place in range(60)}
        for place, curve in enumerate(series.values()):
            for step in range(12):
                curve.append(1 / (number + place + step + 3), 1_760_000_000 + step, step)
        store.records.put(
            finished(
                id=f"{number:016x}",
                started=f"2026-11-24T10:{number:02}:00.000000Z",
                parameters={
                    f"param {place}": Parameter(number / 7 + place, "default") for place in range(40)
                },
                metrics={name: Metric(1 / (number + 3), 0, 1, 12, 11) for name in series},
                series=store.blobs.put(pack(series)),
            )
        )
    told = json.loads(share(tmp_path, "train.ipynb", "--json"))
    assert len(told["runs"]) == 50
    text = (tmp_path / "report.html").read_text()
    assert len(text.encode()) < 500_000
    assert "60 more columns are left out" in text
    assert "50 more metrics have curves" in text


def test_notebooks_are_on_the_page_as_far_as_500_kb_reach(tmp_path: Path) -> None:
    """The newest ones are; of the others the page says how to see them."""
    store = fill(tmp_path, 0)
    (tmp_path / "train.ipynb").write_text("{}")
    for number in range(20):
        cells = [code(f"row_{line} = load({number}, {line})") for line in range(120)]
        executed = put_notebook(store.blobs, notebook_b(*cells))
        started = f"2026-11-24T10:{number:02}:00.000000Z"
        store.records.put(
            finished(id=f"{number:016x}", started=started, notebook=RecordedNotebook(executed=executed))
        )
    share(tmp_path, "train.ipynb")
    text = (tmp_path / "report.html").read_text()
    assert 400_000 < len(text.encode()) < 500_000
    shown = [f'id="run-{number:016x}-cell-1"' in text for number in reversed(range(20))]
    assert 3 < shown.index(False) < 20
    assert not any(shown[shown.index(False) :])
    assert text.count("Its details are left out here") == shown.count(False)


def test_secrets_are_left_out_and_listed(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    store = Store(str(tmp_path / ".nbtrack"))
    record = finished(
        note="read /home/ana.lopez/data",
        command=("nbtrack", "run", "-p", f"api_key={KEY}"),
        parameters={"api_key": Parameter(KEY, "command line")},
    )
    store.records.put(record)
    told = share(tmp_path, "latest")
    text = (tmp_path / "report.html").read_text()
    assert KEY not in text + told
    assert "ana.lopez" not in text + told
    assert "name of a home folder" in told
    page.goto((tmp_path / "report.html").as_uri())
    assert "secret" in page.locator(".scrubbed").inner_text()
    kinds = page.locator(".scrubbed > details > summary").all_inner_texts()
    assert len(kinds) == 2
    assert any(one.endswith(f"name of a home folder in run {record.id[:8]}") for one in kinds)
    assert not page.locator(".scrubbed table").first.is_visible()


def test_pictures_of_shared_runs_lie_over_each_other(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    store = Store(str(tmp_path / ".nbtrack"))
    blob = store.blobs.put(PNG)
    for number in range(3):
        files = {"loss.png": Artifact(blob, len(PNG), "image/png")} if number else {}
        started = f"2026-11-24T10:0{number}:00.000000Z"
        name = f"run {number}"
        store.records.put(finished(id=f"{number:016x}", name=name, started=started, artifacts=files))
    share(tmp_path, *(f"{number:016x}" for number in range(3)))
    page.goto((tmp_path / "report.html").as_uri())
    page.keyboard.press("l")
    page.keyboard.press("o")
    assert "as=onion" in page.url
    widths = page.locator(".laid .onion img").evaluate_all(
        "all => Promise.all(all.map((one) => one.decode().then(() => one.naturalWidth)))"
    )
    assert widths == [1, 1]
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")
    assert page.locator(".laid figcaption").all_inner_texts() == ["run 2", "run 0: none"]


def test_markdown_has_its_pictures_beside_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    store = Store(str(tmp_path / ".nbtrack"))
    figure = Artifact(store.blobs.put(PNG), len(PNG), "image/png")
    record = finished(name="a|b", artifacts={"loss.png": figure})
    store.records.put(record)
    share(tmp_path, "latest", "--markdown", "-o", "out/summary.md")
    text = (tmp_path / "out" / "summary.md").read_text()
    assert f"![loss.png of a&#124;b](figures/{record.id}-1.png)" in text
    assert (tmp_path / "out" / "figures" / f"{record.id}-1.png").read_bytes() == PNG


def test_markdown_of_a_stranger_is_text(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    store = fill(tmp_path, 0)
    text = "".join(ATTACKS) + " a|b `c` **d** [e](x) ![f](x) \x1b[31m \r\n# g\n- h\u202e\x00 ``` <!-- "
    for number in range(2):
        keep(store, number, text)
    share(tmp_path, f"{0:016x}", f"{1:016x}", "--markdown")
    made = MarkdownIt("commonmark").enable("table").render((tmp_path / "summary.md").read_text())
    assert set(re.findall(r"<(\w+)", made)) == {"h2", "strong", "table", "tbody", "td", "th", "thead", "tr"}
    assert made.count("<tr>") == 3
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", made)


def test_nothing_of_a_stranger_runs(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    store = Store(str(tmp_path / ".nbtrack"))
    for number in range(2):
        keep(store, number, "".join(ATTACKS))
    share(tmp_path, f"{0:016x}", f"{1:016x}")
    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert "<script>window.hit = 1</script>" in page.locator(".note").first.inner_text()


def test_a_folder_for_a_web_server_has_no_picture_that_could_run(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    store = Store(str(tmp_path / ".nbtrack"))
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>window.hit = 1</script></svg>'
    )
    pictures = {"a.svg": (svg, "image/svg+xml"), "b.png": (PNG, "image/png")}
    artifacts = {
        name: Artifact(store.blobs.put(raw), len(raw), kind) for name, (raw, kind) in pictures.items()
    }
    store.records.put(finished(artifacts=artifacts))
    share(tmp_path, "latest", "-o", "out/")
    assert [path.suffix for path in (tmp_path / "out/figures").iterdir()] == [".png"]
    page.goto((tmp_path / "out/index.html").as_uri())
    shown = page.evaluate(
        "Promise.all([...document.images].map((one) => one.decode()"
        ".then(() => [one.src.split(/[:;]/)[0], one.naturalWidth])))"
    )
    assert sorted(shown) == [["data", 9], ["file", 1]]
