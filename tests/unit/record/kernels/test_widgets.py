"""Widgets keep their state, and what is printed into an Output widget goes there."""

from typing import Any

from nbtrack.record.kernels.channels import Message
from nbtrack.record.kernels.widgets import Widgets


def said(widget: str, state: dict[str, Any], kind: str = "comm_msg", **more: Any) -> Message:
    content = {"comm_id": widget, "data": {"state": state, **more.get("data", {})}}
    return Message("iopub", kind, "request", content, more.get("buffers", []))


OUTPUT = {
    "_model_name": "OutputModel",
    "_model_module": "@jupyter-widgets/output",
    "outputs": [],
    "msg_id": "",
}


class Told:
    """Stands where the kernel's sockets are."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, Any]]] = []

    def request(self, channel: str, kind: str, content: dict[str, Any]) -> str:
        self.requests.append((channel, kind, content))
        return ""


def test_the_state_that_a_widget_has_in_the_end_is_saved() -> None:
    widgets = Widgets()
    assert widgets.metadata() is None
    widgets.take(said("a", {"_model_name": "IntSliderModel", "value": 3}, "comm_open"))
    widgets.take(said("a", {"value": 5}))
    widgets.take(said("a", {}, data={"buffer_paths": [["image"]]}, buffers=[b"\x00"]))
    saved = widgets.metadata()
    assert saved
    state = saved["application/vnd.jupyter.widget-state+json"]["state"]["a"]
    assert (state["model_name"], state["state"]["value"]) == ("IntSliderModel", 5)
    assert state["buffers"] == [{"encoding": "base64", "path": ["image"], "data": "AA=="}]


def test_an_output_widget_takes_what_is_printed_while_it_captures() -> None:
    widgets, told = Widgets(), Told()
    widgets.take(said("out", OUTPUT, "comm_open"))
    assert widgets.output_for("cell") is None
    widgets.take(said("out", {"msg_id": "cell"}))
    captured = widgets.output_for("cell")
    assert captured
    captured.take("stream", {"name": "stdout", "text": "inside\n"})
    widgets.take(said("out", {"msg_id": ""}))
    assert widgets.output_for("cell") is None
    widgets.tell(told)  # type: ignore[arg-type]
    shown = [{"output_type": "stream", "name": "stdout", "text": ["inside\n"]}]
    ((channel, kind, content),) = told.requests
    assert (channel, kind, content["data"]["state"]) == ("shell", "comm_msg", {"outputs": shown})


def test_what_is_no_widget_is_passed_over() -> None:
    widgets = Widgets()
    widgets.take(Message("iopub", "comm_open", "", {"comm_id": "x", "data": {"other": 1}}, []))
    widgets.take(Message("iopub", "comm_msg", "", {"comm_id": "y"}, []))
    assert widgets.metadata() is None
