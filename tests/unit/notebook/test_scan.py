"""JSON is read with the interpreter's own scanner, whatever that asks of its context."""

from __future__ import annotations

from json import JSONDecoder
from typing import Any

import pytest

from nbtrack.notebook import scan

TEXT = '{"a": [1, 2.5, NaN, "é", null, true, {"b": []}], "a": -Infinity}'


class Older(scan._Context):
    """A context that lacks something that a newer Python asks for."""

    def __getattribute__(self, name: str) -> Any:
        if name == "strict":
            raise AttributeError(name)
        return super().__getattribute__(name)


def test_the_context_tells_all_that_the_decoder_of_this_python_tells() -> None:
    own = {
        "parse_object",
        "parse_array",
        "parse_string",
        "scan_once",
    }  # the parts of the scanner that is in Python
    assert vars(JSONDecoder()).keys() - own <= set(dir(scan._Context))


@pytest.mark.parametrize("context", [scan._Context(), Older()])
def test_a_python_that_asks_for_more_reads_the_same(context: scan._Context) -> None:
    value, end = scan.scanner_for(context)(TEXT, 0)
    assert (value, end) == (scan.parse_text(TEXT), len(TEXT))


@pytest.mark.parametrize("kind", [scan._Context, Older])
def test_a_python_that_asks_for_more_makes_objects_from_pairs(kind: type[scan._Context]) -> None:
    context = kind()
    context.object_pairs_hook = list
    assert scan.scanner_for(context)(TEXT, 0)[0] == scan.parse_pairs(TEXT, list)
    assert [key for key, _ in scan.parse_pairs(TEXT, list)] == ["a", "a"]
