"""nbtrack's kernels as an engine of papermill: `papermill --engine nbtrack in.ipynb out.ipynb`.

papermill keeps the notebook; nothing goes to nbtrack's store. Only papermill imports this module.
"""

from __future__ import annotations

import os
import tempfile
from time import monotonic
from typing import TYPE_CHECKING, Any

from papermill.engines import Engine
from papermill.log import logger

from nbtrack.notebook.document import Cell, joined, parse
from nbtrack.record.kernels.kernel import Kernel, Limit
from nbtrack.record.kernels.provisioned import client_errors
from nbtrack.record.kernels.server import KernelServer
from nbtrack.record.kernels.spec import find_spec
from nbtrack.record.nodes import nodes_of
from nbtrack.store.record import FAILED, KILLED, TIMED_OUT

if TYPE_CHECKING:
    from nbtrack.record.kernels.channels import Message
    from nbtrack.record.kernels.kernel import CellOutcome
    from nbtrack.record.kernels.outputs import CellOutputs

_EMPTY_B = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_AUTOSAVE_S = 1.0
_SKIPPED = "skip-execution"


class NbtrackEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs the cells of a notebook that papermill has prepared."""

    @classmethod
    def execute_managed_notebook(  # noqa: D102 - papermill's name and arguments
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> None:
        limit_s = execution_timeout or kwargs.get("timeout")
        spec = find_spec(parse(_EMPTY_B), kernel_name)
        printing = _Printing(log_output, stdout_file, stderr_file)
        with KernelServer(spec) as server, tempfile.TemporaryDirectory() as scratch:
            kernel = Kernel(server, os.getcwd())
            try:
                kernel.launch({}, os.path.join(scratch, "kernel.log"))
                kernel.wait(start_timeout)
                _run_cells(kernel, nb_man, limit_s, printing)
                nb_man.nb.metadata["language_info"] = kernel.language_info
            finally:
                kernel.stop(at_once=False)
            if widgets := kernel.widget_metadata():
                nb_man.nb.metadata["widgets"] = widgets


class _Printing:
    """What papermill wants to have passed on as it comes."""

    def __init__(self, log_output: bool, stdout_file: Any, stderr_file: Any) -> None:
        self._log = log_output
        self._files = {"stdout": stdout_file, "stderr": stderr_file}

    def take(self, message: Message) -> None:
        if message.type == "stream":
            name, text = message.content.get("name", ""), message.content.get("text", "")
            if self._log:
                (logger.info if name == "stdout" else logger.warning)(text)
            if file := self._files.get(name):
                file.write(text)
                file.flush()
        elif self._log and "text/plain" in (message.content.get("data") or {}):
            logger.info(message.content["data"]["text/plain"])


class _Watcher:
    """Shows papermill what a cell puts out, so that it can save the notebook now and then."""

    def __init__(self, nb_man: Any, node: Any, printing: _Printing) -> None:
        self._nb_man = nb_man
        self._node = node
        self._printing = printing
        self._next = monotonic() + _AUTOSAVE_S

    def came(self, outputs: CellOutputs, message: Message) -> None:
        self._printing.take(message)
        if monotonic() >= self._next:
            self._node.outputs = _nodes(outputs.stored())
            self._nb_man.autosave_cell()
            self._next = monotonic() + _AUTOSAVE_S

    def passed(self) -> None:
        return


def _run_cells(kernel: Kernel, nb_man: Any, limit_s: float | None, printing: _Printing) -> None:
    for index, node in enumerate(nb_man.nb.cells):
        nb_man.cell_start(node, index)
        try:
            outcome = _run_cell(kernel, nb_man, index, limit_s, printing)
            if outcome is not None and outcome.status == FAILED:
                nb_man.cell_exception(node, cell_index=index, exception=None)
                break
        finally:
            _take_touched(kernel, nb_man)
            nb_man.cell_complete(node, cell_index=index)


def _run_cell(
    kernel: Kernel, nb_man: Any, index: int, limit_s: float | None, printing: _Printing
) -> CellOutcome | None:
    node = nb_man.nb.cells[index]
    cell = Cell(dict(node), index + 1, ("cells", index))
    if cell.kind != "code" or not cell.source.strip() or _SKIPPED in cell.tags:
        return None
    limit = Limit(limit_s, f"Cell execution timed out after {limit_s:g} seconds") if limit_s else None
    outcome = kernel.run_cell(cell, limit, _Watcher(nb_man, node, printing))
    node.outputs, node.execution_count = _nodes(outcome.outputs), outcome.count
    _raise_for(outcome)
    return outcome


def _raise_for(outcome: CellOutcome) -> None:
    """Raise what papermill's own engine would where no cell of the notebook can go on."""
    timed_out, died = client_errors()
    message = outcome.error[1] if outcome.error else ""
    if outcome.status == TIMED_OUT:
        raise timed_out(message)
    if outcome.status == KILLED:
        raise died(message)


def _take_touched(kernel: Kernel, nb_man: Any) -> None:
    for number, outcome in kernel.touched().items():
        nb_man.nb.cells[number - 1].outputs = _nodes(outcome.outputs)


def _nodes(outputs: list[dict[str, Any]]) -> Any:
    """Return outputs as nbformat has them in memory: texts in one piece."""
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
