"""Kernels are found where Jupyter finds them."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from nbtrack.errors import KernelError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.record.kernels.spec import find_spec
from tests.making import notebook_b

LAUNCHER = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return tmp_path / "kernels"


def describe(kernels: Path, name: str, **fields: Any) -> None:
    (kernels / name).mkdir(parents=True)
    (kernels / name / "kernel.json").write_text(json.dumps(fields))


def named(name: str | None = None) -> Notebook:
    return parse(notebook_b(metadata={"kernelspec": {"name": name}} if name else {}))


def test_the_notebook_says_which_unless_a_person_does(kernels: Path) -> None:
    describe(kernels, "mine", argv=["/opt/python", *LAUNCHER])
    describe(kernels, "other", argv=["other", "{connection_file}"], interrupt_mode="message")
    assert find_spec(named("mine"), None).interpreter == ("/opt/python",)
    other = find_spec(named("mine"), "other")
    assert (other.interpreter, other.interrupt_by_message) == (None, True)
    assert other.command("/c.json") == ["other", "/c.json"]


def test_python_without_a_path_is_ours_and_options_stay(kernels: Path) -> None:
    describe(kernels, "plain", argv=["python", "-Xfrozen_modules=off", *LAUNCHER], env={"A": "1"})
    found = find_spec(named("plain"), None)
    assert found.interpreter == (sys.executable, "-Xfrozen_modules=off")
    assert found.env == {"A": "1"}


@pytest.mark.parametrize("name", ["cobol", "../mine", "."])
def test_what_is_not_there_is_an_error(kernels: Path, name: str) -> None:
    describe(kernels, "mine", argv=["x"])
    with pytest.raises(KernelError, match="there is no kernel"):
        find_spec(named(name), None)


def test_a_description_without_a_program_is_an_error(kernels: Path) -> None:
    describe(kernels, "empty", argv=[])
    with pytest.raises(KernelError, match="names no program"):
        find_spec(named("empty"), None)
