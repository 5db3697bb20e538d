"""What `nbtrack check` prints, writes and exits with."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.main import main
from tests.making import code, markdown, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

DIRTY = notebook_b(code("x = 1", outputs=[stream("hello")], count=1), code("print(y)"))
FIXED = notebook_b(code("x = 1"), code("print(y)"))
UNDEFINED = '{}: cell 2, line 1: NBT305 "y" is used, but no cell defines it'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "clean.ipynb").write_bytes(notebook_b(code("x = 1")))
    (tmp_path / "dirty.ipynb").write_bytes(DIRTY)
    return tmp_path


def test_a_clean_notebook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "clean.ipynb"]) == 0
    assert capsys.readouterr().out == "no findings in 1 notebook\n"


def test_a_folder_with_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert UNDEFINED.format("dirty.ipynb") in out
    assert "in 1 of 2 notebooks" in out


def test_fix_mends_and_lists_what_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--ignore", "NBT303"]) == 1
    assert (folder / "dirty.ipynb").read_bytes() == FIXED
    out = capsys.readouterr().out
    assert "NBT101" not in out
    assert out.splitlines()[-1] == "2 fixed; 1 finding in 1 of 2 notebooks"


def test_a_second_fix_changes_nothing(folder: Path) -> None:
    main(["check", "--fix"])
    before = (folder / "dirty.ipynb").stat().st_mtime_ns
    main(["check", "--fix"])
    assert (folder / "dirty.ipynb").stat().st_mtime_ns == before


def test_unsafe_fixes_are_made_only_when_asked(folder: Path) -> None:
    path = folder / "empty.ipynb"
    path.write_bytes(notebook_b(code("x = 1"), code("", metadata={"tags": ["x"]})))
    main(["check", "--select", "NBT108", "--fix", str(path)])
    assert b"tags" in path.read_bytes()
    main(["check", "--select", "NBT108", "--unsafe-fixes", str(path)])
    assert path.read_bytes() == notebook_b(code("x = 1"))


def test_diff_shows_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--diff", "dirty.ipynb"]) == 1
    assert (folder / "dirty.ipynb").read_bytes() == DIRTY
    assert '-      "hello"' in capsys.readouterr().out


def test_stdin_goes_to_stdout_and_the_report_beside_it(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DIRTY)))
    assert main(["check", "--fix", "-", "--stdin-filename", "mine.ipynb"]) == 1
    captured = capfdbinary.readouterr()
    assert captured.out.startswith(b"{")
    assert json.loads(captured.out.partition(b"\n}\n")[0] + b"\n}")
    assert UNDEFINED.format("mine.ipynb").encode() in captured.err


def test_an_unreadable_file_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.ipynb").write_text("{")
    assert main(["check"]) == 2
    captured = capsys.readouterr()
    assert "NBT305" in captured.out
    assert "cannot read broken.ipynb" in captured.err


def test_a_missing_file_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.ipynb"]) == 2
    assert "cannot read nowhere.ipynb" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--select", "NBT102"], {"NBT102"}),
        (["--select", "NBT10", "--ignore", "NBT101"], {"NBT102"}),
        (["--select", "NBT101,NBT102"], {"NBT101", "NBT102"}),
        (["--select", "undefined-name"], {"NBT305"}),
        (["--ignore", "ALL", "--extend-select", "NBT102"], {"NBT102"}),
    ],
)
def test_rules_are_chosen(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], codes: set[str]
) -> None:
    assert main(["check", "--json", *words]) == 1
    assert {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]} == codes


def test_an_unknown_rule_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--select", "NBT999"]) == 2
    assert "no rule is called 'NBT999'" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--select", "NBT305"], 0), (["--select", "NBT1"], 1)])
def test_settings_speak_for_paths(folder: Path, words: list[str], code: int) -> None:
    (folder / "nbtrack.toml").write_text(
        '[check]\nignore = ["NBT1"]\nper-file-ignores = {"dirty.ipynb" = ["NBT3"]}\n'
    )
    assert main(["check", *words]) == code


def test_a_folder_without_notebooks_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert main(["check", "empty", "clean.ipynb"]) == 0
    assert capsys.readouterr().err == "no notebooks in empty\n"


def test_excluded_files_are_not_looked_at(folder: Path) -> None:
    assert main(["check", "--exclude", "dirty.ipynb"]) == 0


def test_exit_zero_and_statistics(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--exit-zero", "--statistics"]) == 0
    assert "undefined-name: a name is used that no cell defines" in capsys.readouterr().out


def test_github_gets_all_findings_in_the_summary_of_the_step(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    main(["check", "--format", "github"])
    assert "::warning file=dirty.ipynb,line=" in capsys.readouterr().out
    assert "NBT305 undefined-name" in (folder / "summary.md").read_text()


@pytest.mark.parametrize("name", ["text", "concise", "github"])
def test_a_name_out_of_a_notebook_forges_no_line(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    attachments = {"a\n::error::forged\x1b[31m": {"image/png": "x" * 600_000}}
    (folder / "dirty.ipynb").write_bytes(notebook_b(markdown("x", attachments=attachments)))
    assert main(["check", "--format", name, "dirty.ipynb"]) == 1
    out = capsys.readouterr().out
    assert "forged" in out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.startswith("::error::forged")]
