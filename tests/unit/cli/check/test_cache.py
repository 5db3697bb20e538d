"""What `check` remembers is what it would find: after each change that matters it looks again."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.check.cache import table_path
from nbtrack.cli.check.options import FORMATS
from nbtrack.cli.main import main
from nbtrack.notebook import stamp
from nbtrack.rules.cache import signature
from nbtrack.rules.cache.codec import packed
from nbtrack.rules.cache.table import Table
from tests.making import code, markdown, notebook_b, stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIRTY = notebook_b(
    code("x = 1", outputs=[stream("hello\x1b[31m 😀 é")], count=3),
    code("print(y)\nz = x + 1\n"),
    markdown("see /home/ann/secret"),
    code("y  # nbtrack: ignore[NBT101]"),
)
OPENED: list[str] = []
sys.addaudithook(lambda event, args: OPENED.append(str(args[0])) if event == "open" else None)
CLEAN = "no findings in 2 notebooks\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "clean.ipynb").write_bytes(notebook_b(code("x = 1")))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "dirty.ipynb").write_bytes(DIRTY)
    return tmp_path


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function that checks the folder and returns what it prints."""

    def check(*words: str) -> str:
        main(["check", *words])
        return capsys.readouterr().out

    return check


def table() -> str:
    return table_path(None)


def forge() -> None:
    """Make the cache say that nothing was ever found: who believes it has not looked."""
    with open(table(), "rb") as file:
        keys = {line.split(b" ")[0] for line in file if line.strip()}
    forged = Table(table())
    for key in keys:
        if not key.startswith(b"stat"):
            forged.put(key, packed([], []))
    forged.save()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_second_run_prints_the_same_bytes(check: Callable[..., str], kind: str) -> None:
    fresh = check("--format", kind, "--no-cache")
    cold = check("--format", kind)
    warm = check("--format", kind)
    assert timeless(fresh) == timeless(cold) == timeless(warm)
    assert "NBT305" in warm


@pytest.mark.parametrize("words", [["--statistics"], ["--color", "always"], ["--quiet"]])
def test_so_it_does_with_the_options_of_a_report(check: Callable[..., str], words: list[str]) -> None:
    assert check("--no-cache", *words) == check(*words) == check(*words)


def timeless(text: str) -> str:
    return re.sub(r'time(stamp)?="[^"]*"', "", text)


def test_what_is_remembered_is_not_looked_for(check: Callable[..., str]) -> None:
    check()
    forge()
    assert check() == CLEAN


def test_a_file_that_was_left_alone_is_not_even_read(
    check: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "_TICK_NS", -(10**15))
    monkeypatch.setattr(stamp, "_KERNEL_TICK_NS", -(10**15))  # no waiting until the files are old enough
    found = check()
    OPENED.clear()
    assert check() == found
    assert OPENED
    assert not [path for path in OPENED if path.endswith(".ipynb")]


def test_a_file_written_just_now_is_read_although_its_stat_is_the_same(
    folder: Path, check: Callable[..., str]
) -> None:
    ahead_s = time.time() + 3600  # so that it stays "just now", however slow the machine is
    os.utime(folder / "sub" / "dirty.ipynb", (ahead_s, ahead_s))
    check()
    OPENED.clear()
    check()
    assert [path for path in OPENED if path.endswith("dirty.ipynb")]


CHANGES: dict[str, Callable[[Path], object]] = {
    "bytes": lambda f: (f / "sub" / "dirty.ipynb").write_bytes(DIRTY.replace(b"hello", b"hullo")),
    "bytes, as many": lambda f: (f / "sub" / "dirty.ipynb").write_bytes(
        DIRTY.replace(b"print(y)", b"print(w)")
    ),
    "a setting": lambda f: (f / "nbtrack.toml").write_text('[check]\nbuiltins = ["nobody"]\n'),
    "a setting of the folder": lambda f: (f / "sub" / "nbtrack.toml").write_text(
        "[check]\nkernels = ['x']\n"
    ),
    "what strip keeps": lambda f: (f / "nbtrack.toml").write_text("[strip]\nkeep-counts = true\n"),
    "which rules run": lambda f: (f / "nbtrack.toml").write_text('[check]\nextend-select = ["NBT106"]\n'),
    "rules of some files": lambda f: (f / "nbtrack.toml").write_text(
        '[check.per-file-ignores]\n"sub/*" = ["NBT101"]\n'
    ),
    "what is declared": lambda f: (f / "requirements.txt").write_text("numpy\n"),
    "what surrounds": lambda f: (f / "jupytext.toml").write_text('formats = "ipynb,md"\n'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_it_looks_again(
    folder: Path, check: Callable[..., str], change: Callable[[Path], object]
) -> None:
    check()
    forge()
    change(folder)
    found = check()
    assert "dirty.ipynb" in found
    assert found == check("--no-cache")


def test_other_rules_on_the_command_line_are_looked_for(check: Callable[..., str]) -> None:
    check()
    forge()
    assert "NBT305" in check("--select", "NBT305")
    assert "NBT305" in check("--ignore", "NBT101")
    assert "NBT305" in check("--extend-select", "NBT106")


def test_another_version_looks_again(check: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    forge()
    monkeypatch.setattr(signature, "__version__", "99.0")
    assert "NBT305" in check()


def test_a_form_with_physical_lines_does_not_take_those_of_one_without(check: Callable[..., str]) -> None:
    check("--format", "text")
    lines = {row["file_line"] for row in json.loads(check("--format", "json"))["findings"]}
    assert lines > {1} or lines - {1}


def test_a_notebook_that_moves_is_known_by_its_bytes(folder: Path, check: Callable[..., str]) -> None:
    check()
    forge()
    shutil.move(folder / "sub" / "dirty.ipynb", folder / "sub" / "moved.ipynb")
    assert check() == CLEAN


def test_mending_does_not_ask_what_is_remembered(folder: Path, check: Callable[..., str]) -> None:
    check()
    forge()
    assert "---" in check("--diff")
    check("--fix")
    assert (folder / "sub" / "dirty.ipynb").read_bytes() != DIRTY


def test_a_pair_is_compared_each_time(folder: Path, check: Callable[..., str]) -> None:
    main(["pair", "clean.ipynb"])
    assert "NBT501" not in check("clean.ipynb")
    (folder / "clean.py").write_text((folder / "clean.py").read_text() + "\n# %%\n2\n")
    assert "NBT501" in check("clean.ipynb")
    (folder / "clean.py").unlink()
    assert "clean.py is missing" in check("clean.ipynb")


def test_a_file_that_cannot_be_read_is_never_remembered(folder: Path, check: Callable[..., str]) -> None:
    (folder / "sub" / "dirty.ipynb").write_text('{"cells": [')
    assert [main(["check"]) for _ in range(3)] == [2, 2, 2]
    (folder / "sub" / "dirty.ipynb").unlink()
    assert main(["check", "sub/dirty.ipynb"]) == 2


def test_the_exit_code_is_the_same(check: Callable[..., str]) -> None:
    assert [main(["check"]), main(["check"])] == [1, 1]
    assert [main(["check", "clean.ipynb"]), main(["check", "clean.ipynb"])] == [0, 0]


def test_a_damaged_cache_is_no_cache(check: Callable[..., str]) -> None:
    found = check()
    with open(table(), "rb") as file:
        raw = file.read()
    for damaged in (
        b"\x00" * 999,
        raw[:-9],
        raw.replace(b"NBT", b"NBX"),
        raw.replace(b"[", b"{"),
        b"\xff\n" * 9,
    ):
        with open(table(), "wb") as file:
            file.write(damaged)
        assert check() == found


def test_a_deleted_cache_is_made_again(check: Callable[..., str]) -> None:
    found = check()
    shutil.rmtree(os.path.dirname(table()))
    assert check() == found
    assert os.path.exists(table())


def test_a_folder_that_cannot_be_written_costs_only_time(folder: Path, check: Callable[..., str]) -> None:
    (folder / "file").write_text("in the way")
    assert check("--cache-dir", "file/cache") == check("--no-cache")


def test_what_is_said_about_the_cache_is_heeded(folder: Path, check: Callable[..., str]) -> None:
    check("--no-cache")
    assert not os.path.exists(table())
    (folder / "nbtrack.toml").write_text("[check]\ncache = false\n")
    check()
    assert not os.path.exists(table())
    (folder / "nbtrack.toml").unlink()
    check("--cache-dir", "here")
    assert os.listdir(folder / "here") == ["check"]


def test_clear_cache_forgets(check: Callable[..., str]) -> None:
    check()
    forge()
    assert main(["check", "--clear-cache"]) == 0
    assert "NBT305" in check()
    assert main(["check", "--clear-cache"]) == main(["check", "--clear-cache"]) == 0


def test_stdin_is_looked_at_each_time(check: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    forge()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DIRTY)))
    assert "NBT305" in check("-", "--stdin-filename", "sub/dirty.ipynb")


def test_a_pipe_is_not_waited_for(folder: Path, check: Callable[..., str]) -> None:
    check()
    os.mkfifo(folder / "pipe.ipynb")
    assert main(["check", "pipe.ipynb"]) == 2


def test_what_is_remembered_costs_no_rule(folder: Path) -> None:
    old = "stamp._TICK_NS = stamp._KERNEL_TICK_NS = -(10**15)"  # no waiting until the files are old enough
    start = f"import sys; from nbtrack.notebook import stamp; {old}; from nbtrack.cli.main import main; "
    start += "sys.exit(main(['check']))"
    words = [sys.executable, "-X", "importtime", "-c", start]
    done = [subprocess.run(words, cwd=folder, capture_output=True, text=True) for _ in range(2)]
    cold, warm = ({line.rpartition("|")[2].strip() for line in run.stderr.splitlines()} for run in done)
    assert done[0].stdout == done[1].stdout != ""
    costly = {"nbtrack.rules.engine", "nbtrack.rules.fixing", "nbtrack.rules.document.missing_cell_id", "ast"}
    assert costly - {"nbtrack.rules.fixing"} <= cold
    assert not warm & {*costly, "re", "typing", "json", "subprocess"}
