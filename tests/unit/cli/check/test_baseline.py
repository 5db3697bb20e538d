"""A baseline holds what a project had when it began to check; only what is new is reported."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.cli.check.options import FORMATS
from nbtrack.cli.main import main
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "AKIA" + "Q3EGRIXZ7MWLKJPB"
LEAK = code("open('/home/ana/x')", id="leak")
NOISY = code("1", outputs=[stream("hello")], id="noisy")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.nbtrack.check]\nselect = ["NBT101", "NBT201", "NBT202"]\n'
    )
    put(tmp_path / "a.ipynb", LEAK, NOISY)
    put(tmp_path / "b.ipynb", NOISY)
    return tmp_path


def put(path: Path, *cells: dict[str, Any]) -> None:
    path.write_bytes(notebook_b(*cells))


def entries(folder: Path) -> dict[str, dict[str, int]]:
    found = json.loads((folder / "nbtrack-baseline.json").read_text())["notebooks"]
    return {path: {key.split()[0]: n for key, n in counts.items()} for path, counts in found.items()}


def write(*words: str) -> None:
    assert main(["check", "--write-baseline", *words]) == 0


def reported(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    capsys.readouterr()
    main(["check", "--json", *words])
    return [f"{f['path']} {f['code']}" for f in json.loads(capsys.readouterr().out)["findings"]]


def test_what_is_in_the_baseline_is_not_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    assert capsys.readouterr().err == "nbtrack-baseline.json: 3 findings in 2 notebooks\n"
    assert entries(folder) == {"a.ipynb": {"NBT101": 1, "NBT202": 1}, "b.ipynb": {"NBT101": 1}}
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "no findings in 2 notebooks; 3 findings in the baseline\n"
    assert main(["check", "--no-baseline"]) == 1


def test_what_is_new_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    put(folder / "a.ipynb", LEAK, LEAK | {"id": "other"}, NOISY)
    put(folder / "b.ipynb", NOISY, code("2", outputs=[stream("x")]))
    assert reported(capsys) == ["a.ipynb NBT202", "b.ipynb NBT101"]


def test_more_of_the_same_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cell = code("1", outputs=[stream("hello")])  # without an id one is like the other
    (folder / "b.ipynb").write_bytes(notebook_b(cell, minor=4))
    write()
    (folder / "b.ipynb").write_bytes(notebook_b(cell, cell, minor=4))
    assert reported(capsys) == ["b.ipynb NBT101"]


def test_a_moved_cell_and_edits_elsewhere_make_nothing_new(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    longer = NOISY | {"outputs": [stream("hello, everybody")]}
    put(folder / "a.ipynb", code("y = 1", id="new"), longer, LEAK)
    assert reported(capsys) == []


def test_another_secret_in_the_same_place_is_new_and_none_can_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder / "a.ipynb", code(f"key = '{SECRET}'", id="a"))
    write()
    text = (folder / "nbtrack-baseline.json").read_text()
    assert "AKIA" not in text
    assert "ana" not in text
    put(folder / "a.ipynb", code(f"key = '{SECRET[:-1]}C'", id="a"))
    assert reported(capsys) == ["a.ipynb NBT201"]


def test_what_is_no_longer_found_is_told_until_it_is_removed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    put(folder / "a.ipynb", LEAK)
    (folder / "b.ipynb").unlink()
    capsys.readouterr()
    assert main(["check"]) == 0
    told = "nbtrack-baseline.json: 2 entries are no longer found; --write-baseline removes them\n"
    assert capsys.readouterr().err == told
    write()
    assert entries(folder) == {"a.ipynb": {"NBT202": 1}}
    capsys.readouterr()
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_renamed_notebook_keeps_its_entries_and_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    (folder / "sub").mkdir()
    (folder / "a.ipynb").rename(folder / "sub" / "c.ipynb")
    capsys.readouterr()
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert said.err == (
        "nbtrack-baseline.json: sub/c.ipynb is taken for a.ipynb, which is gone; "
        "--write-baseline notes the new name\n"
    )
    put(folder / "sub" / "c.ipynb", LEAK, NOISY, code("2", outputs=[stream("new")], id="new"))
    assert reported(capsys) == ["sub/c.ipynb NBT101"]
    write()
    assert set(entries(folder)) == {"b.ipynb", "sub/c.ipynb"}
    capsys.readouterr()
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_new_notebook_with_little_in_common_is_not_taken_for_one_that_is_gone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    (folder / "a.ipynb").unlink()
    others = [code(f"open('/home/ana/{n}')", id=f"n{n}") for n in range(3)]
    put(folder / "c.ipynb", NOISY, *others)
    assert reported(capsys) == ["c.ipynb NBT101", *["c.ipynb NBT202"] * 3]


def test_what_was_not_looked_at_is_not_stale_and_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    before = (folder / "nbtrack-baseline.json").read_bytes()
    capsys.readouterr()
    for words in (["b.ipynb"], ["--select", "NBT2"], ["--ignore", "NBT101"]):
        assert main(["check", *words]) == 0
        assert capsys.readouterr().err == ""
        write(*words)
        assert (folder / "nbtrack-baseline.json").read_bytes() == before
        capsys.readouterr()


def test_a_preview_of_fixes_says_nothing_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    capsys.readouterr()
    assert main(["check", "--diff"]) == 1
    assert capsys.readouterr().err == "--fix would mend 2 findings\n"


def test_it_holds_from_wherever_it_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sub").mkdir()
    put(folder / "sub" / "c.ipynb", NOISY)
    write()
    assert main(["check", str(folder)]) == 0
    monkeypatch.chdir(folder / "sub")
    assert main(["check"]) == 0
    assert main(["check", "../a.ipynb"]) == 0


def test_the_one_at_the_top_of_a_repository_holds_in_its_projects(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "part" / "deep").mkdir(parents=True)
    put(folder / "part" / "deep" / "c.ipynb", NOISY)
    write()
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    shutil.copy(folder / "pyproject.toml", folder / "part")
    monkeypatch.chdir(folder / "part" / "deep")
    assert main(["check"]) == 0


def test_a_setting_names_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "nbtrack.toml").write_text('[check]\nbaseline = "old/known.json"\n')
    (folder / "old").mkdir()
    write()
    assert "../a.ipynb" in json.loads((folder / "old" / "known.json").read_text())["notebooks"]
    assert main(["check"]) == 0
    assert main(["check", "--baseline", "missing.json"]) == 2
    assert "there is no baseline missing.json" in capsys.readouterr().err


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_how_many(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    write()
    capsys.readouterr()
    assert main(["check", "--format", name]) == 0
    captured = capsys.readouterr()
    assert "3 findings in the baseline" in captured.out + captured.err
    assert "NBT" not in captured.out


BROKEN = {
    "no JSON": "{",
    "a conflict": '{\n<<<<<<< HEAD\n"notebooks": {}\n',
    "another document": "[]",
    "another schema": '{"schema": "nbtrack.baseline/2", "notebooks": {}}',
    "no counts": '{"schema": "nbtrack.baseline/1", "notebooks": {"a.ipynb": {"NBT101 x": true}}}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_baseline_is_an_error_and_stays(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "nbtrack-baseline.json"
    path.write_text(BROKEN[name])
    assert main(["check"]) == 2
    assert main(["check", "--write-baseline"]) == 2
    assert "baseline" in capsys.readouterr().err
    assert path.read_text() == BROKEN[name]


@pytest.mark.parametrize("words", [["--diff"], ["--no-baseline"], ["-"]])
def test_what_makes_no_baseline(words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--write-baseline", *words]) == 2
    assert "--write-baseline" in capsys.readouterr().err


def test_an_unreadable_file_keeps_its_entries_and_is_never_known(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    before = entries(folder)
    (folder / "a.ipynb").write_text("{")
    assert main(["check", "--write-baseline"]) == 2
    assert entries(folder) == before
    assert main(["check"]) == 2


def test_two_branches_that_each_accept_a_notebook_merge(folder: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)

    write()
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "Begin")
    for branch, name in (("one", "aa.ipynb"), ("two", "c.ipynb")):
        git("checkout", "-qb", branch, "main")
        put(folder / name, NOISY)
        write()
        git("add", "-A")
        git("commit", "-qm", branch)
    git("merge", "-q", "one")
    assert set(entries(folder)) == {"a.ipynb", "aa.ipynb", "b.ipynb", "c.ipynb"}
    assert main(["check"]) == 0
