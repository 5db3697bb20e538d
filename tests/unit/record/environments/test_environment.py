"""Packages are read off the names of their metadata."""

import importlib.metadata
import sys
from pathlib import Path

from nbtrack.record.environments.environment import QUESTION, packages_on, read_interpreter


def test_the_first_on_the_path_is_what_is_imported(tmp_path: Path) -> None:
    for name in ("a/My_Pack.age-1.0.dist-info", "a/other-2.0-py3.11.egg-info", "b/my_pack_age-0.9.dist-info"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a/not-a-package").mkdir()
    path = [str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "none"), ""]
    assert packages_on(path[:3]) == {"my-pack-age": "1.0", "other": "2.0"}


def test_this_interpreter_has_what_its_own_library_says() -> None:
    found = packages_on(sys.path)
    assert found["pytest"] == importlib.metadata.version("pytest")
    assert found["hypothesis"] == importlib.metadata.version("hypothesis")


def test_the_answer_of_a_kernel_is_understood() -> None:
    found = read_interpreter(repr(eval(QUESTION)))
    assert found
    assert found.python == ".".join(map(str, sys.version_info[:3]))


def test_a_kernel_that_is_no_python_has_no_answer() -> None:
    assert read_interpreter(None) is None
    assert read_interpreter("[1] TRUE") is None
