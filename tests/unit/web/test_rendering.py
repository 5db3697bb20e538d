"""A page and its twin in JSON say the same, also of what JSON has no word for."""

from __future__ import annotations

import json

from starlette.requests import Request

from nbtrack.web.rendering import _templates, respond


def test_the_twin_of_a_page_says_what_is_no_number_as_text() -> None:
    request = Request({"type": "http", "headers": [], "query_string": b"format=json"})
    metrics = [{"last": float("nan"), "min": float("-inf"), "points": [(0.0, 1.5)]}]
    made = json.loads(bytes(respond(request, "run", {"metrics": metrics}).body))
    assert made["metrics"] == [{"last": "NaN", "min": "-Infinity", "points": [[0, 1.5]]}]


def test_the_lines_of_sixty_four_runs_can_be_told_apart() -> None:
    parts = _templates().get_template("parts.html.jinja").make_module()
    assert len({parts.line(place) for place in range(64)}) == 64  # type: ignore[attr-defined]
    assert str(parts.line(0)) == "run-0 dash-0"  # type: ignore[attr-defined]


def test_what_cannot_be_shown_says_who_could_not() -> None:
    parts = _templates().get_template("parts.html.jinja").make_module()
    told = {
        "cannot be read: [Errno 13]": "This part cannot be read: [Errno 13]",
        "cannot read a.ipynb: not JSON": "nbtrack cannot read a.ipynb: not JSON",
        "blob 4f2a is gone": "This part cannot be shown: blob 4f2a is gone",
    }
    for why, said in told.items():
        assert f">{said}<" in str(parts.trouble({"trouble": why}))  # type: ignore[attr-defined]
