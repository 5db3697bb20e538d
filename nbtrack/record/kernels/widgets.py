"""The widgets of a notebook: their state, and the outputs that went into Output widgets.

A browser would hold these. The messages are ipywidgets': https://ipywidgets.readthedocs.io, "Low level widget
explanation".
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from nbtrack.record.kernels.outputs import CellOutputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbtrack.record.kernels.channels import Channels, Message

KINDS = ("comm_open", "comm_msg")
_MIME = "application/vnd.jupyter.widget-state+json"


class Widgets:
    """All widgets of one kernel."""

    def __init__(self) -> None:
        self._states: dict[str, dict[str, Any]] = {}
        self._buffers: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
        self._outputs: dict[str, CellOutputs] = {}  # of Output widgets, by widget
        self._captures: dict[str, list[str]] = {}  # the widgets that what is put out goes to, by request
        self._changed: set[str] = set()

    def take(self, message: Message) -> None:
        """Take a message of one of KINDS."""
        widget = str(message.content.get("comm_id", ""))
        said = message.content.get("data")
        state = said.get("state") if isinstance(said, dict) else None
        if not isinstance(said, dict) or not isinstance(state, dict):
            return
        self._states.setdefault(widget, {}).update(state)
        self._take_buffers(widget, said.get("buffer_paths") or [], message.buffers)
        if state.get("_model_name") == "OutputModel":
            self._outputs[widget] = CellOutputs()
        if widget in self._outputs and "msg_id" in state:
            self._capture(widget, state["msg_id"])

    def output_for(self, request: str) -> CellOutputs | None:
        """Return where the outputs of a request go instead of its cell, None where nothing captures them."""
        widgets = self._captures.get(request)
        if not widgets:
            return None
        self._changed.add(widgets[-1])
        return self._outputs[widgets[-1]]

    def tell(self, channels: Channels) -> None:
        """Tell the kernel what its Output widgets show; it listens between cells only."""
        for widget in self._changed:
            self._states[widget]["outputs"] = self._outputs[widget].stored()
            update = {"method": "update", "state": {"outputs": self._states[widget]["outputs"]}}
            channels.request("shell", "comm_msg", {"comm_id": widget, "data": {**update, "buffer_paths": []}})
        self._changed.clear()

    def metadata(self) -> dict[str, Any] | None:
        """Return what a notebook's metadata says of its widgets, None without any."""
        states = {
            widget: self._saved(widget) for widget, state in self._states.items() if "_model_name" in state
        }
        return {_MIME: {"state": states, "version_major": 2, "version_minor": 0}} if states else None

    def _saved(self, widget: str) -> dict[str, Any]:
        state = self._states[widget]
        saved = {
            "model_name": state.get("_model_name"),
            "model_module": state.get("_model_module"),
            "model_module_version": state.get("_model_module_version"),
            "state": state,
        }
        buffers = list(self._buffers.get(widget, {}).values())
        return {**saved, "buffers": buffers} if buffers else saved

    def _take_buffers(self, widget: str, paths: list[list[Any]], buffers: list[bytes]) -> None:
        for path, raw in zip(paths, buffers, strict=False):
            text = base64.b64encode(raw).decode("ascii")
            found = {"encoding": "base64", "path": path, "data": text}
            self._buffers.setdefault(widget, {})[tuple(path)] = found

    def _capture(self, widget: str, request: object) -> None:
        for captured in self._captures.values():
            if widget in captured:
                captured.remove(widget)
        if request:
            self._captures.setdefault(str(request), []).append(widget)


def with_widgets(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what metadata says of the widgets of two kernels, the second of which went on from the first."""
    if not before or not now:
        return dict(before or now or {})
    states = (dict(found.get(_MIME, {}).get("state", {})) for found in (before, now))
    first, second = states
    return {**now, _MIME: {**now[_MIME], "state": first | second}}
