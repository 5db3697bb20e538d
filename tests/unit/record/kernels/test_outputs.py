"""Messages of a kernel become the outputs that a notebook would show."""

from typing import Any

from nbtrack.record.kernels import outputs
from nbtrack.record.kernels.outputs import CellOutputs


def took(*messages: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = CellOutputs()
    for kind, content in messages:
        found.take(kind, content)
    return found.stored()


def printed(text: str, name: str = "stdout") -> tuple[str, dict[str, Any]]:
    return "stream", {"name": name, "text": text}


def shown(text: str, display_id: str = "") -> dict[str, Any]:
    transient = {"display_id": display_id} if display_id else {}
    return {"data": {"text/plain": text}, "metadata": {}, "transient": transient}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)}


def display(text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": {"text/plain": [text]}}


def test_between_two_displays_each_stream_is_one_output_and_standard_output_comes_first() -> None:
    came = [
        printed("a", "stderr"),
        printed("1"),
        printed("2"),
        printed("b", "stderr"),
        ("display_data", shown("x")),
        printed("c", "stderr"),
        printed("3"),
    ]
    assert took(*came) == [
        stream("12"),
        stream("ab", "stderr"),
        display("x"),
        stream("3"),
        stream("c", "stderr"),
    ]


def test_what_was_printed_is_told_of_one_stream_after_the_other() -> None:
    found = CellOutputs()
    for kind, content in (printed("a", "stderr"), printed("1"), ("display_data", shown("x")), printed("2")):
        found.take(kind, content)
    assert found.printed() == "12\na"


def test_what_is_printed_between_displays_without_end_is_bounded(monkeypatch: Any) -> None:
    monkeypatch.setattr(outputs, "MOST_RICH_CHARACTERS", 10)
    came = took(*[printed("12345"), ("display_data", shown("x"))] * 5)
    assert came == [
        *[stream("12345"), display("x")] * 2,
        stream("12345" * 3),
        stream("[nbtrack: 3 more outputs left out]\n", "stderr"),
    ]


def test_a_display_is_updated_wherever_it_was_shown() -> None:
    came = took(
        ("display_data", shown("one", "h")),
        ("display_data", shown("two", "h")),
        ("update_display_data", shown("three", "h")),
        ("update_display_data", shown("nobody's", "other")),
    )
    assert came == [display("three"), display("three")]


def test_what_is_cleared_is_gone_at_once_or_when_something_new_comes() -> None:
    clear, later = ("clear_output", {"wait": False}), ("clear_output", {"wait": True})
    assert took(printed("a"), clear) == []
    assert took(printed("a"), later) == [stream("a")]
    assert took(printed("a"), later, printed("b")) == [stream("b")]


def test_pictures_without_end_are_left_out_and_counted(monkeypatch: Any) -> None:
    monkeypatch.setattr(outputs, "MOST_RICH_CHARACTERS", 10)
    came = took(*[("display_data", shown("12345"))] * 5)
    assert came[:2] == [display("12345")] * 2
    assert came[2:] == [stream("[nbtrack: 3 more outputs left out]\n", "stderr")]


def test_a_result_and_an_error_are_as_nbformat_has_them() -> None:
    error = {"ename": "E", "evalue": "v", "traceback": ["t"]}
    assert took(("execute_result", shown("1") | {"execution_count": 3}), ("error", error)) == [
        display("1") | {"output_type": "execute_result", "execution_count": 3},
        {"output_type": "error", **error},
    ]
