"""`nbtrack apply` as a person calls it, after `nbtrack diff --json`."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.making import code, notebook_b, result, stream

if TYPE_CHECKING:
    from pathlib import Path

OLD = notebook_b(code("a = 1"), code("b = 2", outputs=[stream("old\n")], count=1))
NEW = notebook_b(code("b = 3", outputs=[stream("new\n")], count=9), code("c = 1"), metadata={"x": 1})


def nbtrack(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "nbtrack", *words], cwd=folder, input=stdin, capture_output=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.ipynb").write_bytes(OLD)
    (tmp_path / "new.ipynb").write_bytes(NEW)
    done = nbtrack(tmp_path, "diff", "--json", "old.ipynb", "new.ipynb")
    (tmp_path / "change.json").write_bytes(done.stdout)
    return tmp_path


def test_a_diff_is_applied_and_taken_back(folder: Path) -> None:
    done = nbtrack(folder, "apply", "change.json", "old.ipynb")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"byte for byte the version that was compared" in done.stderr
    assert (folder / "old.ipynb").read_bytes() == NEW
    assert nbtrack(folder, "apply", "-R", "change.json", "old.ipynb").returncode == 0
    assert (folder / "old.ipynb").read_bytes() == OLD


@pytest.mark.parametrize("is_reverse", [False, True])
def test_what_is_not_a_number_can_come_and_go(is_reverse: bool, folder: Path) -> None:
    sides = [
        notebook_b(code("x", outputs=[result({"application/json": {"v": value, "other": math.nan}})]))
        for value in (1, math.nan)
    ]
    for name, raw in zip(("old", "new"), sides, strict=True):
        (folder / f"{name}.ipynb").write_bytes(raw)
    change = nbtrack(folder, "diff", "--json", "old.ipynb", "new.ipynb").stdout
    words = ("-R", "-", "new.ipynb") if is_reverse else ("-", "old.ipynb")
    done = nbtrack(folder, "apply", *words, stdin=change)
    assert done.returncode == 0, done.stderr
    assert (folder / words[-1]).read_bytes() == sides[not is_reverse]


def test_from_pipe_to_pipe_and_to_another_file(folder: Path) -> None:
    assert nbtrack(folder, "apply", "change.json", "-", stdin=OLD).stdout == NEW
    assert nbtrack(folder, "apply", "change.json", "old.ipynb", "-o", "-").stdout == NEW
    nbtrack(
        folder, "apply", "-", "old.ipynb", "-o", "made.ipynb", stdin=(folder / "change.json").read_bytes()
    )
    assert (folder / "made.ipynb").read_bytes() == NEW
    assert (folder / "old.ipynb").read_bytes() == OLD


def test_what_does_not_fit_is_left_alone(folder: Path) -> None:
    for words in (("change.json", "new.ipynb"), ("--check", "change.json", "new.ipynb")):
        done = nbtrack(folder, "apply", *words)
        assert done.returncode == 1
        assert b"the patch does not fit new.ipynb" in done.stderr
        assert (folder / "new.ipynb").read_bytes() == NEW


def test_asking_writes_nothing(folder: Path) -> None:
    done = nbtrack(folder, "apply", "--check", "--json", "change.json", "old.ipynb")
    assert (done.returncode, json.loads(done.stdout)["exact"], json.loads(done.stdout)["written"]) == (
        0,
        True,
        False,
    )
    assert (folder / "old.ipynb").read_bytes() == OLD


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (b"{", b"is no diff"),
        (b"[]", b"no diff of nbtrack"),
        (b'{"schema": "nbtrack.diff/1"}', b"made of the sources only"),
        (b'{"schema": "nbtrack.diff/1", "patch": {}}', b"this is no patch"),
    ],
)
def test_what_is_no_diff_is_said(made: bytes, said: bytes, folder: Path) -> None:
    done = nbtrack(folder, "apply", "-", "old.ipynb", stdin=made)
    assert done.returncode == 2
    assert said in done.stderr


def test_sources_alone_are_no_patch(folder: Path) -> None:
    done = nbtrack(folder, "diff", "-s", "--json", "old.ipynb", "new.ipynb")
    assert "patch" not in json.loads(done.stdout)


def test_what_was_overwritten_can_be_had_back(folder: Path) -> None:
    assert nbtrack(folder, "apply", "--undo", "change.json", "old.ipynb").returncode == 0
    assert (folder / "old.ipynb").read_bytes() == NEW
    assert nbtrack(folder, "undo").returncode == 0
    assert (folder / "old.ipynb").read_bytes() == OLD
