"""nbtrack as papermill's engine gives what papermill's own engine gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from tests.making import code, notebook_b

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]  # of papermill's imports and nbformat
METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
TYPES = "def shown(*values):\n    for value in values:\n        print(type(value).__name__, repr(value))"


def ran(folder: Path, engine: str | None, *cells: dict[str, Any], **more: Any) -> Any:
    source, target = folder / "in.ipynb", folder / f"{engine}.ipynb"
    source.write_bytes(notebook_b(*cells, metadata=METADATA))
    return papermill.execute_notebook(
        str(source), str(target), engine_name=engine, progress_bar=False, **more
    )


def without_times(found: Any) -> Any:
    """Return the cells without papermill's random ids, and of its notes all but how long things took."""
    kept = [
        dict(cell) | {"id": None, "metadata": {"tags": cell.metadata.get("tags")}} for cell in found.cells
    ]
    notes = [
        (cell.metadata.papermill.status, cell.metadata.papermill.exception, cell.get("execution_count"))
        for cell in found.cells
    ]
    return kept, notes, found.metadata.language_info


def test_cells_parameters_and_notes_are_the_same(tmp_path: Path) -> None:
    cells = (
        code("lr = 0.1\nlayers = [1]\nname = 'x'\nnone = 1", metadata={"tags": ["parameters"]}),
        code(TYPES),
        code("shown(lr, layers, name, none)\n{'a': lr}"),
        code("from IPython.display import display, HTML\nh = display(HTML('<b>1</b>'), display_id='fixed')"),
        code("import sys\nprint('error', file=sys.stderr)"),
    )
    given = {"lr": 0.5, "layers": [1, {"a": None}], "name": 'it\'s "so"', "none": None}
    theirs, ours = (ran(tmp_path, engine, *cells, parameters=given) for engine in ("nbclient", "nbtrack"))
    assert without_times(ours) == without_times(theirs)


def test_what_fails_fails_alike(tmp_path: Path) -> None:
    for engine in ("nbclient", "nbtrack"):
        with pytest.raises(PapermillExecutionError) as raised:
            ran(tmp_path, engine, code("print(1)"), code("1 / 0"), code("print(2)"))
        assert (raised.value.ename, raised.value.exec_count) == ("ZeroDivisionError", 2)


def test_what_is_never_done_times_out(tmp_path: Path) -> None:
    from nbclient.exceptions import CellTimeoutError

    with pytest.raises(CellTimeoutError):
        ran(tmp_path, "nbtrack", code("import time\ntime.sleep(60)"), execution_timeout=1)


def test_a_kernel_that_dies_is_told(tmp_path: Path) -> None:
    from nbclient.exceptions import DeadKernelError

    with pytest.raises(DeadKernelError, match="SIGKILL"):
        ran(tmp_path, "nbtrack", code("import os\nos.kill(os.getpid(), 9)"))
