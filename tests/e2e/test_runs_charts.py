"""Charts of the page of runs, with WebGL: each is linked with the table and the others, and is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.chart_frame import box_of, drag, frame_of
from tests.e2e.test_runs_page import MANY, fill
from tests.e2e.ui_server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytest.importorskip("plotly")


@pytest.fixture(scope="module")
def open_charts(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Page]]:
    """Return what opens the page of runs with a chart and waits until it is drawn."""
    project = tmp_path_factory.mktemp("runs")
    fill(project)
    errors: list[str] = []
    with serving(project) as address:
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        page = context.new_page()
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)

        def opened(query: str) -> Page:
            page.goto(f"{address.partition('/?')[0]}/runs?{query}")
            drawn(page, parse_qs(query)["chart"][0])
            return page

        yield opened
        context.close()
    assert errors == []


def drawn(page: Page, kind: str) -> None:
    page.locator(f"#charts[data-drawn={kind}]").wait_for(timeout=60_000)


def plotted(page: Page, what: str) -> Any:
    """Return something of what Plotly was given."""
    return frame_of(page).evaluate(
        f"(() => {{ const one = document.getElementById('chart'); return {what} }})()"
    )


def matching(page: Page) -> int:
    return int(page.locator("#state").get_attribute("data-matching") or 0)


def test_parallel_coordinates_filter_the_table_and_the_scatter_plot(
    open_charts: Callable[[str], Page],
) -> None:
    page = open_charts("chart=parallel&column=param:lr&column=metric:acc&sort=-param:lr")
    assert plotted(page, "one.data[0].type") == "parcoords"
    assert frame_of(page).locator("canvas.gl-canvas").count() > 0
    axis = frame_of(page).locator(".axis-brush").first.bounding_box()
    assert axis is not None
    x = axis["x"] + axis["width"] / 2
    drag(page, (x, axis["y"] + 12), (x, axis["y"] + axis["height"] / 2))
    page.wait_for_url("**brush=**")
    page.locator(".chip").wait_for()
    left = matching(page)
    assert 0 < left < MANY
    assert (
        plotted(page, "one.data[0].dimensions[0].values.length") == MANY
    )  # what was chosen stays to be changed
    page.get_by_role("button", name="Scatter").click()
    drawn(page, "scatter")
    assert plotted(page, "one.data[0].x.length") == left


def test_a_box_in_the_scatter_plot_filters_the_table_and_the_parallel_coordinates(
    open_charts: Callable[[str], Page],
) -> None:
    page = open_charts("chart=scatter&x=param:lr&y=metric:acc&color=param:lr")
    assert plotted(page, "one.data[0].type") == "scattergl"
    box = box_of(page)
    drag(
        page,
        (box["x"] + 90, box["y"] + 30),
        (box["x"] + box["width"] / 2, box["y"] + box["height"] - 60),
    )
    page.locator(".chip").wait_for()
    left = matching(page)
    assert 0 < left < MANY
    again = open_charts(urlsplit(page.url).query)
    assert matching(again) == left
    again.get_by_role("button", name="Parallel").click()
    drawn(again, "parallel")
    assert plotted(again, "one.data[0].dimensions[0].values.length") == left


def test_only_what_is_chosen_by_magnitude_has_a_logarithmic_axis(open_charts: Callable[[str], Page]) -> None:
    page = open_charts("chart=scatter&x=param:lr&y=metric:acc")
    columns = "[[0.0001, 0.001, 0.01, 0.1], [0.0001, 0.3, 0.5, 0.9]]"
    assert frame_of(page).evaluate(f"{columns}.map((one) => scale(one).kind)") == ["log", "linear"]


def test_a_run_without_a_number_of_one_axis_does_not_stretch_the_other(
    open_charts: Callable[[str], Page],
) -> None:
    page = open_charts("chart=scatter&x=param:lr&y=metric:acc")
    given = '["a", "b"], ["a", "b"], {x: [0.1, -1], y: [0.9, null], words: ["p", null]}'
    assert frame_of(page).evaluate(f'withBoth({given}, ["x", "y"]).columns.x') == [0.1]
    assert frame_of(page).evaluate(f'withBoth({given}, ["x", "words"]).columns.x') == [0.1, -1]


def test_a_metric_that_was_logged_once_is_a_point(open_charts: Callable[[str], Page]) -> None:
    page = open_charts("chart=curves&metric=metric:acc")
    drawing = """DRAW.curves({
        curves: [{ id: "a", name: "a", steps: [0], seconds: [0], values: [1] }],
        metric: "acc", smoothing: 0, log: false, by: "step", colours: {},
    }).then(() => box.data[0].mode)"""
    assert frame_of(page).evaluate(drawing) == "markers"


def test_a_table_that_is_renewed_while_a_chart_opens_does_not_disturb_it(
    open_charts: Callable[[str], Page],
) -> None:
    page = open_charts("chart=scatter&x=param:lr&y=metric:acc")
    opening = """async () => {
        const { Charts } = await import(document.querySelector("link[href$='/charts.js']").href);
        const found = new Charts(document.createElement("section"), {});
        found.frame = document.createElement("iframe");
        await found.refresh(new URLSearchParams());
    }"""
    page.evaluate(opening)


def test_curves_are_smoothed_logarithmic_and_by_time_as_the_address_says(
    open_charts: Callable[[str], Page],
) -> None:
    page = open_charts("chart=curves&metric=metric:acc")
    raw = plotted(page, "one.data[0].y")
    page.get_by_label("Smoothing").fill("0.9")
    page.get_by_label("log").check()
    page.locator("#charts label:has-text('by') select").last.select_option("time")
    frame_of(page).wait_for_function("document.getElementById('chart').layout.yaxis.type === 'log'")
    frame_of(page).wait_for_function("document.getElementById('chart').layout.xaxis.title.text === 'seconds'")
    said = parse_qs(urlsplit(page.url).query)
    assert (said["smoothing"], said["log"], said["by"]) == (["0.9"], ["yes"], ["time"])
    again = open_charts(urlsplit(page.url).query)
    smooth = plotted(again, "one.data[0].y")
    assert plotted(again, "one.layout.xaxis.title.text") == "seconds"
    assert plotted(again, "one.layout.yaxis.type") == "log"
    assert smooth[0] == pytest.approx(raw[0])  # the first point is not pulled towards nothing
    assert abs(smooth[-1] - smooth[-2]) < abs(raw[-1] - raw[-2])


def test_a_click_on_a_curve_leaves_its_run(open_charts: Callable[[str], Page]) -> None:
    page = open_charts("chart=curves&metric=metric:acc&where=lr+>+0.157")
    place = frame_of(page).evaluate(
        """() => {
            const line = document.querySelector(".scatterlayer .trace path.js-line");
            const at = line.getPointAtLength(line.getTotalLength()).matrixTransform(line.getScreenCTM());
            return [at.x, at.y];
        }"""
    )
    box = box_of(page)
    page.mouse.move(box["x"] + place[0], box["y"] + place[1])
    frame_of(page).locator(".hovertext").first.wait_for()
    page.mouse.click(box["x"] + place[0], box["y"] + place[1])
    page.locator(".chip").wait_for()
    assert matching(page) == 1
