"""What is said of a run later stands beside its record, and what was said last holds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.annotations import Annotation, Annotations, annotated, is_removed, time_after
from nbtrack.store.canonical import dump
from nbtrack.store.store import Store
from nbtrack.store.verify import verify
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    import random
    from pathlib import Path

RUN = finished(tags=("first",), note="before")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=4)
SAID = st.builds(
    Annotation,
    st.just(RUN.id),
    st.sampled_from([f"2026-11-25T10:00:00.00000{digit}Z" for digit in range(5)]),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.none() | TEXTS,
    st.none() | st.booleans(),
)


def said(at: int, **values: Any) -> Annotation:
    return Annotation(RUN.id, f"2026-11-25T10:00:0{at}.000000Z", **values)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(str(tmp_path / "store"))
    found.records.put(RUN)
    return found


def test_what_was_said_last_holds() -> None:
    found = annotated(RUN, [said(2, untags=("a",)), said(1, tags=("a", "b")), said(3, note="after")])
    assert (found.tags, found.note) == (("first", "b"), "after")
    assert annotated(RUN, [said(1, note="after"), said(2, note="")]).note is None
    assert is_removed([said(2, removed=True), said(1, removed=False)])
    assert not is_removed([said(1, removed=True), said(2, removed=False), said(3, note="x")])
    assert not is_removed([])


@given(st.lists(SAID, max_size=6), st.randoms())
def test_the_order_in_which_files_come_does_not_matter(
    found: list[Annotation], chance: random.Random
) -> None:
    mixed = [*found]
    chance.shuffle(mixed)
    assert annotated(RUN, mixed) == annotated(RUN, found)
    assert is_removed(mixed) == is_removed(found)


@given(SAID)
def test_an_annotation_comes_back(tmp_path_factory: pytest.TempPathFactory, one: Annotation) -> None:
    folder = Annotations(str(tmp_path_factory.mktemp("annotations")))
    assert folder.get(folder.put(one)) == one


def test_a_later_word_has_a_later_time() -> None:
    assert time_after(["2199-01-01T00:00:00.000000Z"]) == "2199-01-01T00:00:00.000001Z"
    assert time_after([]) > "2026"


def test_runs_are_listed_as_annotated_and_the_record_stays(store: Store) -> None:
    before = store.records.get(RUN.id)
    store.annotate(RUN.id, tags=("good",))
    store.annotate(RUN.id, note="after")
    (listed,) = store.runs()
    assert (listed.tags, listed.note) == (("first", "good"), "after")
    assert (store.get(RUN.id).tags, store.get(RUN.id).note) == (listed.tags, listed.note)
    assert store.records.get(RUN.id) == before
    store.reindex()
    assert store.runs() == [listed]


def test_a_removed_run_is_in_no_list_until_it_is_brought_back(store: Store) -> None:
    store.annotate(RUN.id, removed=True)
    assert store.runs() == []
    assert [run.id for run in store.removed()] == [RUN.id]
    store.reindex()
    assert store.runs() == []
    store.annotate(RUN.id, removed=False)
    assert [run.id for run in store.runs()] == [RUN.id]
    assert store.removed() == []


def test_two_stores_become_one_by_copying(store: Store, tmp_path: Path) -> None:
    shutil.copytree(store.root, tmp_path / "other")
    other = Store(str(tmp_path / "other"))
    store.annotate(RUN.id, tags=("here",))
    other.annotate(RUN.id, tags=("there",), note="there")
    for source, target in ((store, other), (other, store)):
        shutil.copytree(f"{source.root}/annotations", f"{target.root}/annotations", dirs_exist_ok=True)
    assert store.runs() == other.runs()
    assert set(store.runs()[0].tags) == {"first", "here", "there"}


def test_what_is_damaged_is_passed_over_and_told(store: Store, tmp_path: Path) -> None:
    store.annotate(RUN.id, tags=("good",))
    (path,) = (tmp_path / "store/annotations").iterdir()
    path.write_bytes(path.read_bytes() + b" ")
    (tmp_path / "store/index.db").unlink(missing_ok=True)
    assert store.runs()[0].tags == ("first",)
    (trouble,) = verify(store)
    assert trouble.where == f"annotation {path.stem[:12]}"


@pytest.mark.parametrize(
    "found", [[], {"schema": "nbtrack.annotation/9"}, {"schema": "nbtrack.annotation/1"}]
)
def test_what_is_no_annotation_is_refused(found: object, tmp_path: Path) -> None:
    folder = Annotations(str(tmp_path))
    digest = folder.put(said(1))
    (tmp_path / f"{digest}.json").write_bytes(dump(found))
    with pytest.raises(StoreError, match="missing or damaged"):
        folder.get(digest)


def test_what_a_newer_version_says_besides_is_passed_over(tmp_path: Path) -> None:
    from nbtrack.store.annotations import annotation_from_json, annotation_to_json

    assert annotation_from_json(annotation_to_json(said(1, note="x")) | {"colour": "red"}) == said(
        1, note="x"
    )
