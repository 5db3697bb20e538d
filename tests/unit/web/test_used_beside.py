"""Environment and data of several runs stand beside each other where those differ that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.store.canonical import dump
from nbtrack.store.record import DataUse, Environment
from nbtrack.store.store import Store
from nbtrack.web.used_beside import used_beside
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from pathlib import Path

    from nbtrack.store.record import RunRecord


def run(store: Store, packages: dict[str, str], files: list[dict[str, Any]], **told: bool) -> RunRecord:
    return finished(
        environment=Environment("3.12.1", "Linux", packages=store.blobs.put(dump(packages))),
        data=DataUse(files=store.blobs.put(dump({"files": files, **told}))),
    )


def read(digest: str, path: str = "train.csv", use: str = "read") -> dict[str, Any]:
    return {"path": path, "use": use, "digest": digest}


def texts(rows: list[dict[str, Any]]) -> list[tuple[str, str, list[str]]]:
    return [(row["kind"], row["name"], row["texts"]) for row in rows]


def test_packages_and_data_are_said_where_runs_differ_in_them(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    runs = [
        run(store, {"numpy": "2.1", "pandas": "2.2"}, [read("a" * 64), read("b" * 64, "same.csv")]),
        run(store, {"numpy": "2.2", "pandas": "2.2"}, [read("c" * 64), read("b" * 64, "same.csv")]),
        run(
            store,
            {"pandas": "2.2"},
            [read("a" * 64), read("b" * 64, "same.csv"), read("d", "new", "written")],
        ),
    ]
    assert texts(used_beside(store, runs)) == [
        ("environment", "numpy", ["2.1", "2.2", ""]),
        ("data", "train.csv", ["a" * 10, "c" * 10, "a" * 10]),
    ]


def test_a_run_that_nothing_is_known_of_differs_in_nothing(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    known = run(store, {"numpy": "2.1"}, [read("a" * 64)])
    lost = finished(
        environment=Environment("3.12.1", "Linux", packages="0" * 64), data=DataUse(files="0" * 64)
    )
    unknown = finished(environment=None, data=None)
    assert used_beside(store, [known, lost, unknown]) == []


def test_what_nobody_could_see_of_a_run_is_no_difference(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    opened = read("a" * 64, "train.parquet") | {"opened": True}
    seen = run(store, {}, [opened], watched=True)
    blind = run(store, {}, [])
    watched = run(store, {}, [], watched=True)
    assert used_beside(store, [seen, blind]) == []
    assert texts(used_beside(store, [seen, blind, watched])) == [
        ("data", "train.parquet", ["a" * 10, "", ""]),
    ]
