"""What a comparison reads from the store has the cell numbers that people know."""

from pathlib import Path

import pytest

from nbtrack.compare.sides import read_notebook
from nbtrack.errors import StoreError
from nbtrack.store.blobs import Blobs
from nbtrack.store.notebooks import put_notebook
from nbtrack.store.record import RecordedNotebook
from tests.making import code, notebook_b
from tests.unit.store.recording import finished


def test_injected_cells_are_left_out(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path))
    injected = code("lr = 2", metadata={"tags": ["injected-parameters"]})
    name = put_notebook(blobs, notebook_b(code("lr = 1"), injected, code("print(lr)")))
    found = read_notebook(finished(notebook=RecordedNotebook(executed=name)), blobs)
    assert [cell.source for cell in found.cells] == ["lr = 1", "print(lr)"]


def test_a_run_that_came_to_nothing_has_the_notebook_it_was_given(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path))
    name = put_notebook(blobs, notebook_b(code("x")))
    assert read_notebook(finished(notebook=RecordedNotebook(given=name)), blobs).cells[0].source == "x"
    with pytest.raises(StoreError, match="has no notebook"):
        read_notebook(finished(), blobs)
