"""Each output is shown in the one form that shows it best."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from nbtrack.diff.outputs import parts_at
from nbtrack.web.notebook.outputs import outputs_of, picture_or_frame
from tests.making import code, notebook, result, stream

PANDAS = """<div>
<style scoped>
    .dataframe tbody tr th {vertical-align: top;}
</style>
<table border="1" class="dataframe"><thead><tr><th></th><th>a</th></tr></thead>
<tbody><tr><th>0</th><td>1 &lt; 2</td></tr></tbody></table>
<p>1 rows \u00d7 1 columns</p>
</div>"""


def shown(*outputs: dict[str, Any]) -> list[dict[str, Any]]:
    return outputs_of(notebook(code("x", outputs=list(outputs))).cells[0], "/run/1/output/1")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"text/html": PANDAS, "text/plain": "a"}, "table"),
        ({"text/html": "<b>x</b>", "text/plain": "x"}, "frame"),
        ({"text/html": "<script>draw()</script><div id='chart'></div>", "text/plain": "Chart"}, "text"),
        ({"text/html": "<script>draw()</script>", "image/png": "AAAA"}, "picture"),
        ({"image/svg+xml": "<svg/>", "text/plain": "x"}, "picture"),
        ({"text/markdown": "*x*", "text/plain": "x"}, "markdown"),
        ({"application/json": {"a": 1}}, "text"),
        ({"application/vnd.plotly.v1+json": {}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_form_that_shows_it_best_is_chosen(data: dict[str, Any], kind: str) -> None:
    (found,) = shown(result(data))
    assert found["kind"] == kind


def test_a_data_frame_is_a_table_of_texts() -> None:
    (found,) = shown(result({"text/html": PANDAS}))
    assert (found["columns"], found["rows"]) == (["a"], [[["0"], ["1 < 2"]]])


def test_outputs_are_numbered_as_their_addresses_are() -> None:
    found = shown(stream("a"), stream("b"), result({"image/png": "AAAA"}))
    assert [one["number"] for one in found] == [1, 2]
    assert found[0]["text"] == "ab"
    assert found[1]["address"] == "/run/1/output/1/2"


def test_an_address_holds_the_picture_or_a_page_for_a_frame() -> None:
    png = base64.b64encode(b"png").decode()
    assert picture_or_frame(parts_at([result({"image/png": png})], 1)) == ("image/png", b"png")
    media_type, page_b = picture_or_frame(parts_at([result({"text/html": "<b onclick='x'>ä</b>"})], 1)) or (
        "",
        b"",
    )
    assert media_type == "text/html"
    assert "<b>ä</b>" in page_b.decode()
    assert picture_or_frame(parts_at([result({"image/png": "!"})], 1)) is None
    assert picture_or_frame(parts_at([stream("x")], 1)) is None
