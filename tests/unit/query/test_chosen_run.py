"""Which run a word of the command line means."""

from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.query.chosen_run import chosen_on, chosen_run, experiment_named
from nbtrack.store.store import Store
from tests.unit.store.recording import finished


def test_an_empty_store_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as raised:
        chosen_run("4f2a", Store(str(tmp_path)))
    assert raised.value.message == "there is no run '4f2a'"
    assert (raised.value.hint or "").startswith("the store is empty: `nbtrack run NOTEBOOK` records a run")


def test_a_tag_names_a_run_of_the_store(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    for number, tags in enumerate(((), ("baseline",), ())):
        store.records.put(finished(id=f"{number}aaa000000000000", tags=tags))
    store.annotate("2aaa000000000000", tags=("final",))
    assert chosen_run("baseline", store).id == "1aaa000000000000"
    assert chosen_run("final", store).id == "2aaa000000000000"
    with store.sheet() as sheet:
        assert [run.id[0] for run in chosen_on(["final", "baseline"], sheet).runs] == ["2", "1"]


def test_a_name_that_code_gave_its_experiment_is_found_from_any_folder_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "models").mkdir()
    store = Store(str(tmp_path / ".nbtrack"))
    store.records.put(finished(id="1" * 16, experiment="boosting"))
    store.records.put(finished(id="2" * 16, experiment="models/gone.ipynb"))
    monkeypatch.chdir(tmp_path / "models")
    assert chosen_run("boosting", store).id == "1" * 16
    assert chosen_run("gone.ipynb", store).id == "2" * 16
    assert experiment_named("boosting", store.listed) == "boosting"
    assert experiment_named("gone.ipynb", store.listed) == "models/gone.ipynb"
