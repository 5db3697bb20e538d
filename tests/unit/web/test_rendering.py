"""A page and its twin in JSON say the same, also of what JSON has no word for."""

from __future__ import annotations

import json

from starlette.requests import Request

from nbtrack.web.rendering import respond


def test_the_twin_of_a_page_says_what_is_no_number_as_text() -> None:
    request = Request({"type": "http", "headers": [], "query_string": b"format=json"})
    metrics = [{"last": float("nan"), "min": float("-inf"), "points": [(0.0, 1.5)]}]
    made = json.loads(bytes(respond(request, "run", {"metrics": metrics}).body))
    assert made["metrics"] == [{"last": "nan", "min": "-inf", "points": [[0, 1.5]]}]
