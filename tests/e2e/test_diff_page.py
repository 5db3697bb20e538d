"""The page of `nbtrack diff --format html`, in a real browser: it works, and runs nothing of a stranger's."""

from __future__ import annotations

import base64
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.making import code, markdown, notebook_b, result, stream

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

PIXELS = [
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
]
ATTACKS = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    '"><svg onload="window.hit = 1">',
    "'><iframe srcdoc='<script>parent.hit = 1</script>'>",
    "</style></script><script>window.hit = 1</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<a href='javascript:window.hit = 1' autofocus onfocus='window.hit = 1'>x</a>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<link rel=stylesheet href='http://127.0.0.1:9/'><style>body{background:url(http://127.0.0.1:9/)}</style>",
    # markup that a second reading takes for something else (mutation), of SVG and MathML
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror='window.hit = 1'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=hit=1&gt;'>",
    '<svg></p><style><a id="</style><img src=1 onerror=window.hit=1>">',
    "<noscript><p title='</noscript><img src=x onerror=window.hit=1>'></noscript>",
    # whatever else a browser asks for on its own
    (
        "<img srcset='http://127.0.0.1:9/ 1x'><video poster='http://127.0.0.1:9/'></video><input type=image "
        "src='http://127.0.0.1:9/'><object data='http://127.0.0.1:9/'></object><embed src='http://127.0.0.1:9/'>"
        "<table background='http://127.0.0.1:9/'><tr><td style='background:url(http://127.0.0.1:9/)'>x</table>"
        "<style>@import 'http://127.0.0.1:9/'; a[href^=x] { background: url(http://127.0.0.1:9/) }</style>"
    ),
    "<details open ontoggle='window.hit = 1'><summary>x</summary></details><base href='http://127.0.0.1:9/'>",
    # formulas and links of Markdown
    (
        "$\\href{javascript:window.hit=1}{x}$ $\\text{<img src=x onerror=window.hit=1>}$ "
        "$\\style{background:url(http://127.0.0.1:9/)}{x}$ $\\class{x' onload='window.hit=1}{x}$"
    ),
    (
        "[x](javascript:window.hit=1) [x](data:text/html,<script>window.hit=1</script>) "
        "![x](http://127.0.0.1:9/x) <a href='&#106;avascript:window.hit=1'>x</a> "
        "<a href=' java\tscript:window.hit=1'>x</a>"
    ),
]
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' onload='parent.hit=1'><script>parent.hit=1;hit=1</script></svg>"
)


def page_of(folder: Path, old: bytes, new: bytes, *options: str) -> Path:
    (folder / "old.ipynb").write_bytes(old)
    (folder / "new.ipynb").write_bytes(new)
    command = [sys.executable, "-m", "nbtrack", "diff", "--format", "html", "-o", "page.html", *options]
    subprocess.run([*command, "old.ipynb", "new.ipynb"], cwd=folder, check=True)
    return folder / "page.html"


@pytest.fixture
def page(window: BrowserContext) -> Page:
    page = window.new_page()
    page.set_viewport_size({"width": 1200, "height": 800})
    return page


def opened(page: Page, path: Path) -> Page:
    page.goto(path.as_uri())
    return page


def hostile(attack: str, serial: int) -> dict[str, Any]:
    text = f"{attack} {serial}"
    evil: dict[str, Any] = {
        "output_type": "display_data",
        "metadata": {attack: text},
        "data": {f"x/{attack}": text, "application/json": {attack: serial}},
    }
    picture = {"image/png": f'{PIXELS[serial]}" onerror="window.hit = 1'}
    table = (
        f"<table><thead><tr><th></th><th>{attack}</th></tr></thead><tr><th>a</th><td>{text}</td></tr></table>"
    )
    return code(
        text,
        outputs=[
            stream(text, name=attack),
            evil,
            result({"text/html": table, "text/plain": text}),
            result({"text/html": text}),
            result({"image/svg+xml": SVG + str(serial), "text/plain": text}),
            result(picture),
            {"output_type": "error", "ename": attack, "evalue": text, "traceback": [text]},
            {"output_type": attack, "data": {"text/plain": text}},
        ],
        metadata={attack: text},
        attachments={attack: {"image/png": text}},
    )


@pytest.mark.parametrize("number", range(4))
def test_nothing_of_a_notebook_runs_or_loads(number: int, page: Page, tmp_path: Path) -> None:
    attacks = ATTACKS[number::4]
    old, new = (
        notebook_b(
            *(hostile(attack, serial) for attack in attacks),
            *(markdown(f"{attack} {serial}") for attack in attacks),
            *({"cell_type": attack, "metadata": {}, "source": str(serial)} for attack in attacks),
            code("same"),
            metadata={attacks[0]: dict.fromkeys(attacks, serial), "language_info": {"name": attacks[0]}},
        )
        for serial in (0, 1)
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))  # where the policy had to step in
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    opened(page, page_of(tmp_path, old, new, "--metadata"))
    for button in page.locator("button:visible").all():
        button.click()
    assert page.evaluate("window.hit") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert (
        page.locator(
            "iframe, meta[http-equiv=refresh], link, main script, main style, a[href^=javascript]"
        ).count()
        == 0
    )
    assert page.locator("section.card").count() >= 3 * len(attacks)


@pytest.fixture
def both() -> tuple[bytes, bytes]:
    long = "\n".join(f"line_{n} = {n}" for n in range(30))
    picture = [result({"image/png": one}) for one in PIXELS]
    return (
        notebook_b(code("a = 1"), code("same"), code(long), code("plot()", outputs=[picture[0]])),
        notebook_b(code("a = 2"), code("same"), code(f"{long}\nmore"), code("plot()", outputs=[picture[1]])),
    )


def test_keys_walk_through_the_changes(both: tuple[bytes, bytes], page: Page, tmp_path: Path) -> None:
    opened(page, page_of(tmp_path, *both))
    seen = []
    for key in "jjjjk":
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == ["cell-1", "cell-3", "cell-4", "cell-4", "cell-3"]


def page_of_several(folder: Path, count: int, old: bytes, new: bytes) -> Path:
    for side, raw in (("old", old), ("new", new)):
        (folder / side).mkdir()
        for number in range(count):
            (folder / side / f"nb{number}{ATTACKS[0].replace('/', ' ')}.ipynb").write_bytes(raw)
    command = [sys.executable, "-m", "nbtrack", "diff", "--format", "html", "-o", "page.html", "old", "new"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "page.html"


def test_several_notebooks_are_folded_below_a_list_of_them(
    both: tuple[bytes, bytes], page: Page, tmp_path: Path
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    opened(page, page_of_several(tmp_path, 40, *both))
    books = page.locator(".book[open]")
    assert (page.locator(".contents a").count(), books.count()) == (40, 0)
    page.keyboard.press("j")
    assert (page.evaluate("document.activeElement.id"), books.count()) == ("notebook-1-cell-1", 1)
    page.locator(".contents a").nth(20).click()
    assert page.locator("#notebook-21-cell-3").is_visible()
    page.locator("#notebook-21 .map a").last.click()
    page.keyboard.press("v")  # what nobody has looked at yet comes next, wherever it is
    assert page.locator(".seen").inner_text() == "1 of 120 viewed"
    page.locator("#books").click()
    assert books.count() == 40
    page.locator("#books").click()
    assert books.count() == 0
    page.goto(f"{page.url.partition('#')[0]}#notebook-30-cell-4")
    assert page.locator("#notebook-30-cell-4").is_visible()
    assert (page.evaluate("window.hit"), said) == (None, [])


def test_what_was_viewed_folds_and_stays_so_while_it_is_the_same(
    both: tuple[bytes, bytes], page: Page, tmp_path: Path
) -> None:
    opened(page, page_of(tmp_path, *both))
    page.keyboard.press("v")
    assert page.evaluate("document.activeElement.id") == "cell-3"
    assert not page.locator("#cell-1 .lines").is_visible()
    page.get_by_label("cell 4 viewed").check()
    page.keyboard.press("j")  # a box that was ticked does not keep the keys
    page.reload()
    assert page.locator(".seen").inner_text() == "2 of 3 viewed"
    assert page.locator(".card.viewed").count() == 2

    old, new = both
    opened(page, page_of(tmp_path, old, new.replace(b"a = 2", b"a = 5")))
    assert page.locator(".seen").inner_text() == "1 of 3 viewed"
    page.get_by_label("cell 4 viewed").uncheck()
    assert page.locator(".pictures").is_visible()
    assert page.locator(".seen").text_content() == ""


def test_what_is_folded_can_be_opened(both: tuple[bytes, bytes], page: Page, tmp_path: Path) -> None:
    opened(page, page_of(tmp_path, *both))
    assert not page.get_by_text("line_3 = 3").first.is_visible()
    page.get_by_text("⋯ 27 unchanged lines").click()
    assert page.get_by_text("line_3 = 3").first.is_visible()
    assert not page.locator(".quiet").is_visible()
    page.locator("#unchanged").click()
    assert page.locator(".quiet").is_visible()


def test_images_can_be_laid_over_each_other(both: tuple[bytes, bytes], page: Page, tmp_path: Path) -> None:
    opened(page, page_of(tmp_path, *both))
    new = page.locator(".new img")
    page.locator("button[value=swipe]").click()
    page.locator(".pictures input").fill("30")
    assert new.evaluate("image => image.style.clipPath") == "inset(0px 0px 0px 30%)"
    page.locator("button[value=onion]").click()
    assert new.evaluate("image => image.style.opacity") == "0.3"
    page.locator("button[value=difference]").click()
    assert new.evaluate("image => getComputedStyle(image).mixBlendMode") == "difference"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 420])
def test_the_page_fits_and_can_be_read(
    scheme: Any, width: int, both: tuple[bytes, bytes], page: Page, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    opened(page, page_of(tmp_path, *both))
    colours = page.evaluate("['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name])")
    light, dark = ((int(text.split("(")[1].split(",")[0]) > 127) for text in colours)
    assert (light, dark) == ((False, True) if scheme == "light" else (True, False))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_stands_alone(both: tuple[bytes, bytes], tmp_path: Path) -> None:
    text = page_of(tmp_path, *both).read_text()
    assert "http" not in text.replace("http-equiv", "")
    assert base64.b64encode(base64.b64decode(PIXELS[0])).decode() in text
