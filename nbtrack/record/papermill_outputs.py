"""Where the outputs of a cell go that papermill has run: into its notebook, its log and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papermill.log import logger

from nbtrack.notebook.document import joined
from nbtrack.notebook.mime_types import PLAIN
from nbtrack.record.nodes import nodes_of

if TYPE_CHECKING:
    from nbtrack.notebook.executed import Outcome
    from nbtrack.record.kernels.channels import Message
    from nbtrack.record.kernels.outputs import CellOutputs


class Printing:
    """What papermill wants to have passed on as it comes."""

    def __init__(self, log_output: bool, stdout_file: Any, stderr_file: Any) -> None:
        self._log = log_output
        self._files = {"stdout": stdout_file, "stderr": stderr_file}

    def take(self, message: Message) -> None:
        """Take what came as nbclient's client of papermill does: an update is not told again."""
        if message.type == "stream":
            self._take_text(message.content.get("name", ""), message.content.get("text", ""))
        elif message.type in ("display_data", "execute_result") and self._log:
            data = message.content.get("data") or {}
            if PLAIN in data:
                logger.info(data[PLAIN])

    def _take_text(self, name: str, text: str) -> None:
        if self._log:
            (logger.info if name == "stdout" else logger.warning)(text)
        if file := self._files.get(name):
            file.write(text)
            file.flush()


class Watcher:
    """Shows papermill what a cell puts out, so that it can save the notebook now and then."""

    def __init__(self, nb_man: Any, node: Any, printing: Printing) -> None:
        self._nb_man = nb_man
        self._node = node
        self._printing = printing

    def came(self, outputs: CellOutputs, message: Message) -> None:
        """Pass on what came, and let papermill save where it is time for that."""
        self._printing.take(message)
        every_s = self._nb_man.autosave_cell_every
        if every_s and (self._nb_man.now() - self._nb_man.last_save_time).total_seconds() >= every_s:
            self._node.outputs, self._node.execution_count = _nodes(outputs.stored()), outputs.count
            self._nb_man.autosave_cell()

    def passed(self) -> None:
        """Do nothing: papermill saves when something came."""
        return


def put(outcome: Outcome, node: Any) -> None:
    """Put an outcome into a cell, as nbformat has it in memory: texts in one piece."""
    node.outputs, node.execution_count = _nodes(outcome.outputs), outcome.count


def _nodes(outputs: list[dict[str, Any]]) -> Any:
    return nodes_of([_whole(output) for output in outputs])


def _whole(output: dict[str, Any]) -> dict[str, Any]:
    if "text" in output:
        return output | {"text": joined(output["text"])}
    if "data" not in output:
        return output
    data = {
        mime: joined(value) if isinstance(value, list) and not mime.endswith("json") else value
        for mime, value in output["data"].items()
    }
    return output | {"data": data}
