"""Which run a word of the command line means."""

from pathlib import Path

import pytest

from nbtrack.errors import StoreError
from nbtrack.query.chosen_run import chosen_run
from nbtrack.store.store import Store


def test_an_empty_store_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as raised:
        chosen_run("4f2a", Store(str(tmp_path)))
    assert raised.value.message == "there is no run '4f2a'"
    assert (raised.value.hint or "").startswith("the store is empty")
