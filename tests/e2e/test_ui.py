"""`nbtrack ui` in a real browser: it shows what was recorded, to the right browser only, and runs nothing."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.e2e.test_diff_page import ATTACKS
from tests.e2e.ui_server import record_runs, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = tmp_path_factory.mktemp("project")
    record_runs(project)
    with serving(project) as found:
        yield found


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    found = window.new_page()
    found.set_viewport_size({"width": 1200, "height": 800})
    errors: list[str] = []
    found.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: errors.append(str(error)))
    yield found
    found.close()
    assert errors == []


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as found:
            found.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_experiments_lead_to_runs_and_runs_to_a_run(page: Page, address: str) -> None:
    page.goto(address)
    assert "token" not in page.url
    page.get_by_role("link", name="train.py").click()
    page.wait_for_url("**/runs?experiment=train.py")
    page.locator("tbody tr").nth(2).wait_for()
    assert page.locator("tbody tr").count() == 3
    headings = page.locator("thead th").all_inner_texts()
    assert headings == ["Run", "Started", "Took", "loss ↓\nless is better", "lr"]
    assert page.locator("td.metric .delta").first.inner_text().endswith("▼0.0018")
    page.get_by_role("link", name="run 2").click()
    page.get_by_text("ZeroDivisionError").first.wait_for()
    assert "0.0002" in page.locator(".metrics tr", has_text="loss").inner_text()


def test_without_scripts_what_is_there_works(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Runs", exact=True).click()
    page.wait_for_load_state()  # its styles
    assert not page.locator("#charts-switch, #theme, .star, #columns").filter(visible=True).count()
    page.fill("#where", "lr < 0.05")
    page.get_by_role("button", name="Filter").click()
    assert page.locator("tbody tr").count() == 2
    page.get_by_text("Export").click()
    link = page.get_by_role("link", name="CSV of what is shown").get_attribute("href") or ""
    kept = page.request.get(f"http://{urlsplit(address).netloc}{link}").text()
    assert len(kept.splitlines()) == 3
    page.goto(page.url.replace("where", "group_by=param%3Alr&where"))
    assert page.locator("tbody tr").count() >= 2
    context.close()


def test_light_and_dark_follow_the_system_and_the_switch(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    assert background(page) == "rgb(15, 19, 24)"
    page.locator("#theme").click()
    assert background(page) == "rgb(246, 247, 249)"
    page.reload()
    assert background(page) == "rgb(246, 247, 249)"


def background(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def test_an_empty_store_says_what_to_type(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    with serving(tmp_path) as address:
        page.goto(address)
        assert page.get_by_text("nbtrack run train.ipynb").is_visible()
        page.close()  # which would ask for news of a server that is gone
    assert not (tmp_path / ".nbtrack").exists()


@pytest.mark.parametrize("place", ["/", "/runs", "/runs?experiment=train.py", "/run/ID"])
def test_every_page_has_a_twin_in_json(address: str, place: str) -> None:
    token = urlsplit(address).query.removeprefix("token=")
    _, body = ask(address, "/runs?format=json", cookie=token)
    place = place.replace("ID", json.loads(body)["runs"][0]["id"])
    status, body = ask(address, f"{place}{'&' if '?' in place else '?'}format=json", cookie=token)
    assert status == 200
    assert json.loads(body)["schema"].startswith("nbtrack.ui.")


def ask(
    address: str, place: str, *, cookie: str = "", method: str = "GET", **headers: str
) -> tuple[int, str]:
    """Ask as no browser would, and return status and body."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if cookie:
        sent["Cookie"] = f"nbtrack-{parts.port}={cookie}"
    connection.request(method, place, headers=sent)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def test_strangers_other_names_and_other_sites_are_refused(address: str) -> None:
    token = urlsplit(address).query.removeprefix("token=")
    assert ask(address, "/")[0] == 403
    assert ask(address, "/", cookie="wrong")[0] == 403
    status, page = ask(address, "/", cookie="wrong", Accept="text/html,*/*")
    assert (status, "Not let in" in page) == (403, True)
    assert ask(address, "/?token=wrong")[0] == 403
    assert ask(address, "/", cookie=token, Host="evil.example")[0] == 421
    assert ask(address, "/runs", cookie=token, method="POST")[0] == 403
    assert ask(address, "/runs", cookie=token, method="POST", Origin="http://evil.example")[0] == 403
    assert ask(address, "/", cookie=token)[0] == 200


def test_what_is_not_there_says_where_to_go_on(page: Page, address: str) -> None:
    token = urlsplit(address).query.removeprefix("token=")
    for place in ("/nothing", "/run/0000000000000000", "/run/..%2f..%2fetc", "/run/latest"):
        status, body = ask(address, place, cookie=token)
        assert status == 404
        assert "All experiments" in body


def test_the_address_that_lets_a_browser_in_leads_nowhere_else(address: str) -> None:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
    connection.request("GET", f"//evil.example/?{parts.query}")
    assert connection.getresponse().headers["location"] == "/evil.example/"
    connection.close()


def test_numbers_that_json_lacks_cost_no_page(page: Page, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "my train.py").write_text(
        "import nbtrack\n"
        "for run in range(2):\n"
        "    with nbtrack.start({'lr': float('nan')}):\n"
        "        for step in range(3):\n"
        "            nbtrack.log({'loss': float('inf') if step else 1, 'bad': float('nan')})\n"
    )
    subprocess.run([sys.executable, "my train.py"], cwd=tmp_path, check=True, timeout=60)
    with serving(tmp_path) as address:
        token = urlsplit(address).query.removeprefix("token=")
        _, body = ask(address, "/runs?format=json", cookie=token)
        new, old = [run["id"] for run in json.loads(body)["runs"]]
        for place in (
            "/?",
            f"/run/{new}?",
            f"/compare?run={old}&run={new}&",
            "/history?experiment=my+train.py&",
        ):
            for form in ("html", "json", "csv"):
                assert ask(address, f"{place}format={form}", cookie=token)[0] == 200, (place, form)
        _, listed = ask(address, "/runs?column=param:lr", cookie=token)
        assert re.findall(r">\s*([^<>]*nan[^<>]*)</td>", listed) == ["nan"] * 2, "not quoted, as a text is"
        page.goto(address)
        page.goto(f"{address.partition('/?')[0]}/run/{new}")
        assert page.locator(".metrics tr", has_text="loss").locator("td").first.inner_text() == "inf"
        assert page.locator("dd", has_text="'my train.py'").count() == 1  # so that it can be typed
        page.close()


def test_nothing_of_a_stranger_runs(page: Page, tmp_path: Path) -> None:
    text = "".join(ATTACKS)
    record_runs(tmp_path, text)
    asked: list[str] = []
    with serving(tmp_path) as address:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.goto(address.replace("/?", "/runs?"))
        page.get_by_role("link", name="run 2").click()
        assert "<script>window.hit = 1</script>" in page.locator(".note").inner_text()
        assert page.evaluate("window.hit") is None
        page.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}


def test_two_at_once_work(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    with serving(tmp_path) as one, serving(tmp_path) as other:
        assert urlsplit(one).port != urlsplit(other).port


def test_a_port_that_is_taken_is_an_error_that_says_so(address: str, tmp_path: Path) -> None:
    port = str(urlsplit(address).port)
    words: list[Any] = [sys.executable, "-m", "nbtrack", "ui", "--no-browser", "--port", port]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}: address already in use" in done.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--port", "99999"], "there is no port 99999"),
        (
            ["--host", "192.0.2.1", "--token", "b7c1f2e09a8d4e63"],
            "takes an address or a name of this machine",
        ),
        (
            ["--host", "2001:db8::1", "--token", "b7c1f2e09a8d4e63"],
            "--host takes an address or a name of this",
        ),
        (["gone.ipynb"], "there is no gone.ipynb"),
    ],
)
def test_where_nobody_can_listen_or_look_is_said(tmp_path: Path, words: list[str], reason: str) -> None:
    said = [sys.executable, "-m", "nbtrack", "ui", "--no-browser", *words]
    done = subprocess.run(said, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert reason in done.stderr


def test_other_machines_need_a_token_that_somebody_chose(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    for words, reason in (
        (["--host", "0.0.0.0"], "can be reached from other machines: that needs a --token"),
        (["--token", "short"], "--token takes 16 letters and digits or more"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "nbtrack", "ui", "--no-browser", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert done.returncode == 2
        assert reason in done.stderr


def test_a_team_gets_in_by_the_names_that_were_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    token = "b7c1f2e09a8d4e63"
    with serving(tmp_path, "--host", "0.0.0.0", "--token", token, "--name", "runs.example") as found:
        port = urlsplit(found).port
        assert found == f"http://runs.example:{port}/?token={token}"
        assert ask(found, "/runs", cookie=token, Host=f"runs.example:{port}")[0] == 200
        assert ask(found, "/runs", cookie=token, Host=f"other.example:{port}")[0] == 421
        assert ask(found, "/runs", Host=f"runs.example:{port}")[0] == 403


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_loopback_of_ipv6_opens_the_pages_and_needs_no_token_of_ones_own(page: Page, tmp_path: Path) -> None:
    record_runs(tmp_path)
    with serving(tmp_path, "--host", "0:0:0:0:0:0:0:1") as found:
        assert found.startswith("http://[::1]:")
        page.goto(found)
        page.goto(f"http://{urlsplit(found).netloc}/runs")
        page.locator("button.star").first.click()  # a write, which has to come from this very address
        page.locator("button.star[aria-pressed=true]").wait_for()


def test_a_link_with_the_token_keeps_all_that_it_says(address: str) -> None:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
    connection.request("GET", f"/runs?column=a&column=b&{parts.query}")
    assert connection.getresponse().headers["location"] == "/runs?column=a&column=b"
    connection.close()
