"""nbtrack's kernels as an engine of papermill: `papermill --engine nbtrack in.ipynb out.ipynb`.

papermill keeps the notebook; nothing goes to nbtrack's store. Only papermill imports this module.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine
from papermill.log import logger

from nbtrack.notebook.document import Cell, parse
from nbtrack.notebook.tags import SKIPPED
from nbtrack.record.kernels.kernel import Kernel, Limit
from nbtrack.record.kernels.provisioned import dead_error, failed_error, late_error
from nbtrack.record.kernels.server import KernelServer
from nbtrack.record.kernels.spec import find_spec
from nbtrack.record.papermill_outputs import Printing, Watcher, put
from nbtrack.store.statuses import FAILED, KILLED, TIMED_OUT

if TYPE_CHECKING:
    from nbtrack.record.kernels.outcome import CellOutcome
    from nbtrack.record.kernels.spec import Spec

_EMPTY_B = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_OURS = {"allow_errors", "record_timing", "timeout"}  # of nbclient's options


class NbtrackEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs the cells of a notebook that papermill has prepared.

    A kernel that names a provisioner, and nbclient's other options, are left to papermill's own engine.
    """

    @classmethod
    def execute_managed_notebook(  # noqa: D102 - papermill's name and arguments
        cls,
        nb_man: object,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: object = None,
        stderr_file: object = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> None:
        spec = find_spec(parse(_EMPTY_B), kernel_name)
        options = {
            name: kwargs[name] for name in PapermillNotebookClient.class_trait_names() if name in kwargs
        }
        files = {"stdout_file": stdout_file, "stderr_file": stderr_file}
        if spec.provisioner or options.keys() - _OURS:
            limits = {"start_timeout": start_timeout, "execution_timeout": execution_timeout}
            NBClientEngine.execute_managed_notebook(
                nb_man, kernel_name, log_output, **files, **limits, **kwargs
            )
            return
        logger.info(f"Executing notebook with kernel: {kernel_name}")
        options["timeout"] = execution_timeout or options.get("timeout")
        _run_notebook(spec, nb_man, start_timeout, options, Printing(log_output, **files))


def _run_notebook(
    spec: Spec, nb_man: Any, start_limit_s: float, options: dict[str, Any], printing: Printing
) -> None:
    with KernelServer(spec) as server, tempfile.TemporaryDirectory() as scratch:
        kernel, is_through = Kernel(server, os.getcwd()), False
        try:
            kernel.launch({}, os.path.join(scratch, "kernel.log"))
            kernel.wait(start_limit_s)
            _run_cells(kernel, nb_man, options, printing)
            nb_man.nb.metadata["language_info"] = kernel.language_info
            is_through = True
        finally:
            kernel.stop(at_once=not is_through)  # one that still runs a cell would not hear that it shall end
        if widgets := kernel.widget_metadata():
            nb_man.nb.metadata["widgets"] = widgets


def _run_cells(kernel: Kernel, nb_man: Any, options: dict[str, Any], printing: Printing) -> None:
    for index, node in enumerate(nb_man.nb.cells):
        nb_man.cell_start(node, index)
        try:
            cell = Cell(dict(node), index + 1, ("cells", index))
            if cell.kind != "code" or not cell.source.strip() or SKIPPED in cell.tags:
                continue
            outcome = _run_cell(kernel, cell, node, options, Watcher(nb_man, node, printing))
            if outcome.error and outcome.status == FAILED and not options.get("allow_errors"):
                nb_man.cell_exception(node, cell_index=index, exception=failed_error(*outcome.error))
                break
        finally:
            for number, touched in kernel.touched().items():
                put(touched, nb_man.nb.cells[number - 1])
            nb_man.cell_complete(node, cell_index=index)


def _run_cell(
    kernel: Kernel, cell: Cell, node: Any, options: dict[str, Any], watcher: Watcher
) -> CellOutcome:
    """Run a cell; raises what papermill's own engine would where no cell of the notebook can go on."""
    limit_s = options["timeout"]
    try:
        outcome = kernel.run_cell(cell, Limit(limit_s, "") if limit_s and limit_s > 0 else None, watcher)
    finally:
        put(kernel.so_far(), node)
        if options.get("record_timing", True):
            node.metadata["execution"] = kernel.stages
    if outcome.status == TIMED_OUT:
        raise late_error(limit_s, node)
    if outcome.status == KILLED:
        raise dead_error(outcome.error[1] if outcome.error else "")
    return outcome
