"""Pictures of several runs stand beside each other by the name of a file, or the cell that drew them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.store.notebooks import put_notebook
from nbtrack.store.record import Artifact, RecordedNotebook
from nbtrack.store.store import Store
from nbtrack.web.pictures_beside import logged_beside, pictures_beside
from tests.making import code, notebook_b
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.record import RunRecord

PICTURE = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}, "metadata": {}}
LOADS = "rows = load('digits')\nrows.shuffle(seed=7)"
DRAWS = "figure = plot(rows)\nfigure.show()"


def run(store: Store, run_id: str, *cells: dict[str, Any], **more: Any) -> RunRecord:
    executed = put_notebook(store.blobs, notebook_b(*cells))
    record = finished(id=run_id * 16, notebook=RecordedNotebook(executed=executed), **more)
    store.records.put(record)
    return record


def drawing(source: str, pictures: int = 1) -> dict[str, Any]:
    return code(source, outputs=[PICTURE] * pictures)


def test_a_cell_that_moved_is_the_same_cell(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    runs = [
        run(store, "1", code(LOADS), drawing(DRAWS)),
        run(store, "2", drawing(DRAWS), code(LOADS)),
        run(store, "3", code(LOADS)),
    ]
    [row] = pictures_beside(store, runs)
    assert row.name == "cell 2"
    assert row.addresses == [f"/run/{'1' * 16}/output/2/1", f"/run/{'2' * 16}/output/1/1", None]


def test_each_picture_of_a_cell_has_its_row(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    runs = [run(store, "1", drawing(DRAWS, 2)), run(store, "2", drawing(DRAWS, 1))]
    rows = pictures_beside(store, runs)
    assert [(row.name, [bool(one) for one in row.addresses]) for row in rows] == [
        ("cell 1", [True, True]),
        ("cell 1, picture 2", [True, False]),
    ]


def test_logged_pictures_are_found_by_name_and_other_files_are_not(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    picture, table = Artifact("0" * 64, 1, "image/png"), Artifact("1" * 64, 1, "text/csv")
    runs = [
        run(store, "1", artifacts={"roc/test.png": picture, "rows": table}),
        run(store, "2", artifacts={"roc/test.png": picture}),
        run(store, "3", artifacts={"roc/test.png": table}),
    ]
    [row] = logged_beside(runs)
    assert row.name == "roc/test.png"
    assert row.addresses == [
        f"/run/{'1' * 16}/artifact/roc%2Ftest.png",
        f"/run/{'2' * 16}/artifact/roc%2Ftest.png",
        None,
    ]
