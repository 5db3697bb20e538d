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
    kept = [dict(cell) | {"id": None, "metadata": cell.metadata.get("tags")} for cell in found.cells]
    notes = [
        (cell.metadata.papermill.status, cell.metadata.papermill.exception, set(cell.metadata.execution))
        for cell in found.cells
    ]
    return kept, notes, found.metadata.language_info


def test_cells_parameters_notes_and_log_are_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cells = (
        code("lr = 0.1\nlayers = [1]\nname = 'x'\nnone = 1", metadata={"tags": ["parameters"]}),
        code(TYPES),
        code("shown(lr, layers, name, none)\n{'a': lr}"),
        code("from IPython.display import display, HTML\nh = display(HTML('<b>1</b>'), display_id='fixed')"),
        code("print(1); display(2); print(3); h.update(4)"),
        code("import sys\nprint('error', file=sys.stderr)"),
    )
    given = {"lr": 0.5, "layers": [1, {"a": None}], "name": 'it\'s "so"', "none": None}
    logs = []
    for engine in ("nbclient", "nbtrack"):
        with caplog.at_level("INFO", "papermill"), (tmp_path / engine).open("w") as file:
            made = ran(tmp_path, engine, *cells, parameters=given, log_output=True, stdout_file=file)
        logs.append((without_times(made), caplog.messages[2:], (tmp_path / engine).read_text()))
        caplog.clear()
    assert logs[0] == logs[1]


def test_what_fails_fails_alike(tmp_path: Path) -> None:
    for engine in ("nbclient", "nbtrack"):
        with pytest.raises(PapermillExecutionError) as raised:
            ran(tmp_path, engine, code("print(1)"), code("1 / 0"), code("print(2)"))
        assert (raised.value.ename, raised.value.exec_count) == ("ZeroDivisionError", 2)


def test_what_is_never_done_times_out(tmp_path: Path) -> None:
    from nbclient.exceptions import CellTimeoutError

    with pytest.raises(CellTimeoutError, match=r"after 1 seconds.\n[^$]*time.sleep\(60\)"):
        ran(tmp_path, "nbtrack", code("import time\nprint('so far', flush=True)\ntime.sleep(60)"), timeout=1)
    assert "so far" in (tmp_path / "nbtrack.ipynb").read_text()


def test_errors_that_are_allowed_do_not_end_it(tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError):
        ran(tmp_path, "nbtrack", code("1 / 0"), code("print('went on')"), allow_errors=True)
    assert "went on\\n" in (tmp_path / "nbtrack.ipynb").read_text()


def test_what_only_nbclient_can_is_left_to_it(tmp_path: Path) -> None:
    heard: list[int] = []

    def done(*, cell_index: int, **_: Any) -> None:
        heard.append(cell_index)

    ran(tmp_path, "nbtrack", code("print(1)"), on_cell_executed=done)
    assert heard == [0]


def test_a_kernel_that_dies_is_told(tmp_path: Path) -> None:
    from nbclient.exceptions import DeadKernelError

    with pytest.raises(DeadKernelError, match="SIGKILL"):
        ran(tmp_path, "nbtrack", code("import os\nos.kill(os.getpid(), 9)"))
