"""Whose death this process can know of."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from nbtrack.store.owner import is_alive, is_here, this_process

SAYS = "import json; from nbtrack.store.owner import this_process; print(json.dumps(this_process()))"
APART = ["unshare", "--user", "--map-root-user", "--pid", "--fork"]  # as a container on the host's network is


def test_a_process_is_known_while_it_lives_and_when_it_is_gone() -> None:
    assert is_here(this_process())
    assert is_alive(this_process())
    gone = json.loads(subprocess.check_output([sys.executable, "-c", SAYS]))
    assert is_here(gone)
    assert not is_alive(gone)


def test_nobody_outlives_a_reboot() -> None:
    before = this_process() | {"boot": "another", "processes": "pid:[1]"}
    assert is_here(before)
    assert not is_alive(before)


def test_of_a_container_that_has_this_machines_name_nothing_is_known() -> None:
    if subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to make a namespace of processes")
    assert not is_here(json.loads(subprocess.check_output([*APART, sys.executable, "-c", SAYS])))
