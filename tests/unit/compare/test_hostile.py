"""Names and values of a stranger's notebook do nothing to a terminal, to Markdown or to a page."""

from __future__ import annotations

from nbtrack.cli.output import Output
from nbtrack.compare.comparison import compare
from nbtrack.compare.markdown import render_markdown
from nbtrack.compare.model import Side
from nbtrack.compare.page import render_report
from nbtrack.compare.text import render_summary
from nbtrack.store.record import Metric, Parameter
from tests.making import code, notebook, stream
from tests.unit.store.recording import finished

EVIL = "</script><img src=x onerror=alert(1)>|`@all`\x1b[2J\n\u202e"


def side(value: float, text: str) -> Side:
    record = finished(
        parameters={EVIL: Parameter(EVIL + text, "default")}, metrics={EVIL: Metric(value, value, value)}
    )
    cell = code(f"print({EVIL!r})", outputs=[stream(EVIL + text)])
    return Side(record, notebook(cell), {})


OLD, NEW = side(1, "old"), side(2, "new")
COMPARISON = compare(OLD, NEW)


def test_nothing_is_obeyed_in_a_terminal() -> None:
    text = "\n".join(render_summary(COMPARISON, Output(color="never").paint))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "parameters" in text


def test_nothing_is_markup_in_markdown() -> None:
    rows = [line for line in render_markdown(COMPARISON).splitlines() if line.startswith("|")]
    assert len(rows) > 4
    assert all(row.count("|") == 3 for row in rows)
    assert not any("<" in row or "`" in row.replace("run `", "") or "@" in row for row in rows)


def test_markup_is_escaped_on_a_page() -> None:
    page = render_report(COMPARISON, OLD, NEW)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
