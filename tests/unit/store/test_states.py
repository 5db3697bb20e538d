"""States of kernels: signed by who made them, alone in their folders, gone with age and size."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nbtrack.store.own_key import is_ours, signature
from nbtrack.store.states import States
from nbtrack.store.user_folder import user_folder

if TYPE_CHECKING:
    from pathlib import Path

RUN, OTHER = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def states(tmp_path: Path) -> States:
    return States(str(tmp_path / ".nbtrack"))


def keep(states: States, run: str, size_bytes: int = 10, age_s: float = 0.0) -> None:
    scratch = states.begin(run)
    with open(os.path.join(scratch, "state.pickle"), "wb") as file:
        file.write(b"x" * size_bytes)
    states.finish(scratch, run, {"cells": 3})
    for name in os.listdir(states.folder(run)):
        path = os.path.join(states.folder(run), name)
        at = os.stat(path).st_mtime - age_s
        os.utime(path, (at, at))


def test_what_is_said_of_a_state_comes_back(states: States) -> None:
    assert states.read(RUN) is None
    keep(states, RUN)
    assert states.read(RUN) == {"run": RUN, "cells": 3}
    assert states.size_of(RUN) > 10


@pytest.mark.parametrize("name", ["../../elsewhere", "", ".", "latest", RUN + "/..", RUN.upper() + "G"])
def test_what_is_no_run_has_no_state(states: States, name: str) -> None:
    keep(states, RUN)
    assert states.read(name) is None
    states.remove(name)
    assert states.read(RUN)


def test_a_state_of_another_run_is_refused(states: States) -> None:
    keep(states, RUN)
    os.rename(states.folder(RUN), states.folder(OTHER))
    with pytest.raises(ValueError, match="it is of another run"):
        states.read(OTHER)


@pytest.mark.parametrize("name", ["state.json", "signature"])
def test_a_state_that_was_changed_is_refused(states: States, name: str) -> None:
    keep(states, RUN)
    with open(os.path.join(states.folder(RUN), name), "ab") as file:
        file.write(b" ")
    with pytest.raises(ValueError, match="it was not made by you"):
        states.read(RUN)
    os.unlink(os.path.join(states.folder(RUN), name))
    with pytest.raises(ValueError, match="it is damaged"):
        states.read(RUN)


def test_what_is_old_or_too_much_is_outdated(states: States) -> None:
    runs = [f"{number:016x}" for number in range(4)]
    for number, run in enumerate(runs):
        keep(states, run, 1000, age_s=number * 86_400.0)
    sizes = states.size_of(runs[0])
    outdated = states.outdated(keep_days=2.5, most_bytes=10**9)
    assert [one.run for one in outdated] == runs[3:]
    outdated = states.outdated(keep_days=100, most_bytes=2 * sizes)
    assert [one.run for one in outdated] == runs[2:]


def test_what_a_dead_writer_left_goes(states: States) -> None:
    scratch, new = states.begin(RUN), states.begin(OTHER)
    os.utime(scratch, (0, 0))
    states.remove_scratch()
    assert (os.path.exists(scratch), os.path.exists(new)) == (False, True)
    assert states.all() == []


def test_a_key_is_made_once_and_is_its_owners_alone() -> None:
    assert not is_ours(b"said", "")
    proof = signature(b"said")
    assert signature(b"said") == proof
    assert is_ours(b"said", proof)
    assert not is_ours(b"other", proof)
    assert not is_ours(b"said", "é")
    path = os.path.join(user_folder(), "state.key")
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.listdir(user_folder()) == ["state.key"]
    os.chmod(path, 0o644)
    assert not is_ours(b"said", proof)
    with pytest.raises(OSError, match="no key of this user alone"):
        signature(b"said")
