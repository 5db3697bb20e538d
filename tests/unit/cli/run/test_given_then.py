"""What a recorded command gave."""

from pathlib import Path

import pytest

from nbtrack.cli.run.given_then import given_then
from nbtrack.errors import RunError
from nbtrack.store.store import Store
from tests.unit.store.recording import finished


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path))


def test_a_kernel_is_given_again(store: Store) -> None:
    record = finished(command=("nbtrack", "run", "--kernel", "python3", "-q", "train.ipynb"))
    assert given_then(record, store).kernel == "python3"


def test_a_script_gets_its_parameters_and_its_own_words(store: Store) -> None:
    record = finished(command=("nbtrack", "run", "train.py", "-p", "rate=1", "--", "--epochs", "2", "-v"))
    then = given_then(record, store)
    assert [(one.name, one.value) for one in then.given] == [("rate", "1")]
    assert then.words == ("--epochs", "2", "-v")


def test_a_script_gets_each_part_of_a_value_that_was_set(store: Store) -> None:
    words = ("--set", "model.depth=5", "--set", "model.width=2", "-p", "rate=1")
    then = given_then(finished(command=("nbtrack", "run", "train.py", *words)), store)
    assert {one.spelled: one.value for one in then.given} == {
        "rate": "1",
        "model.depth": "5",
        "model.width": "2",
    }


def test_a_script_that_recorded_itself_gets_the_words_behind_it(store: Store) -> None:
    command = ("/usr/bin/python3", "-u", "src/train.py", "--epochs", "2")
    then = given_then(finished(experiment="src/train.py", command=command), store)
    assert then.words == ("--epochs", "2")


def test_a_repetition_gets_what_the_first_run_got(store: Store) -> None:
    first = finished(command=("nbtrack", "run", "train.py", "--", "--epochs", "2"))
    store.records.put(first)
    again = finished(command=("nbtrack", "reproduce", first.id), reproduces=first.id)
    assert given_then(again, store).words == ("--epochs", "2")


def test_a_command_of_another_nbtrack_is_an_error(store: Store) -> None:
    with pytest.raises(RunError, match="cannot be read"):
        given_then(finished(command=("nbtrack", "run", "--not-yet-invented", "train.py")), store)
