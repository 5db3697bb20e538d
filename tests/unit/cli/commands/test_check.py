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


def test_a_clean_notebook_has_no_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
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


@pytest.mark.parametrize("words", [[], ["-q"], ["--color=always"], ["--json"], ["--format", "github"]])
def test_stdin_goes_to_stdout_and_the_report_beside_it(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DIRTY)))
    assert main(["check", "--fix", "-", "--stdin-filename", "mine.ipynb", *words]) == 1
    captured = capfdbinary.readouterr()
    assert captured.out == FIXED
    assert b"is used, but no cell defines it" in captured.err
    assert b"mine.ipynb" in captured.err
    assert (b"\x1b[" in captured.err) == (words == ["--color=always"])


def test_stdin_that_is_no_notebook_leaves_stdout_empty(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{")))
    assert main(["check", "--fix", "-"]) == 2
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert b"cannot read <stdin>: cut short at line 1, column 2" in captured.err


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


def test_rules_are_left_out_on_some_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--per-file-ignores", "dirty.ipynb:NBT1,NBT3"]) == 0
    assert main(["check", "--per-file-ignores", "clean.ipynb:ALL"]) == 1
    (folder / "nbtrack.toml").write_text('check.per-file-ignores = {"dirty.ipynb" = ["NBT3"]}\n')
    assert main(["check", "--per-file-ignores", "*.ipynb:NBT1"]) == 0


@pytest.mark.parametrize("given", ["NBT101", "a.ipynb:", ":NBT101", "a.ipynb:NBT999"])
def test_a_wrong_per_file_ignore_is_a_usage_error(folder: Path, given: str) -> None:
    assert main(["check", "--per-file-ignores", given]) == 2


@pytest.mark.parametrize(
    "line",
    [
        'select = ["stored-outputs"]',
        'extend-select = ["stored-outputs"]',
        'ignore = ["stored-outputs"]',
        'per-file-ignores = {"never/*" = ["stored-outputs"]}',
    ],
)
def test_a_setting_that_names_no_rule_says_where_and_what_is_near(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (folder / "nbtrack.toml").write_text(f"[check]\n{line}\n")
    assert main(["check"]) == 2
    name = line.partition(" ")[0]
    assert f"{folder}/nbtrack.toml: check.{name}: no rule is called 'stored-outputs'" in (
        err := capsys.readouterr().err
    )
    assert "did you mean stored-output?" in err


def test_a_report_goes_to_a_file_and_stdout_is_for_people(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--format", "gitlab", "-o", "report.json"]) == 1
    assert UNDEFINED.format("dirty.ipynb") in capsys.readouterr().out
    assert "NBT305" in {entry["check_name"][:6] for entry in json.loads((folder / "report.json").read_text())}
    assert main(["check", "--output", "report.txt", "--color=always", "-q"]) == 1
    assert UNDEFINED.format("dirty.ipynb") in (text := (folder / "report.txt").read_text())
    assert "\x1b" not in text
    assert "in 1 of 2 notebooks" in text


def test_a_report_that_cannot_be_written_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--output", "no/where.json", "clean.ipynb"]) == 2
    assert "no/where.json" in capsys.readouterr().err


def test_explain_says_of_each_rule_once_what_it_is_about(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--explain", "--select", "NBT3,NBT101"]) == 1
    out = capsys.readouterr().out
    assert out.index(UNDEFINED.format("dirty.ipynb")) < out.index("NBT101 stored-output: a code cell")
    for begin in (
        "  what  Follows names",
        "  why   The notebook works only",
        "  fix   None: only the author",
    ):
        assert out.count(begin) == 1
    assert out.splitlines()[-1].endswith("in 1 of 2 notebooks; 1 can be fixed with --fix")


def test_explain_is_silent_on_what_is_clean_and_for_machines(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--explain", "clean.ipynb"]) == 0
    assert capsys.readouterr().out == "no findings in 1 notebook\n"
    assert main(["check", "--explain", "--json"]) == 2


def test_excluded_files_are_not_looked_at(folder: Path) -> None:
    assert main(["check", "--exclude", "dirty.ipynb"]) == 0


def test_exit_zero_and_statistics(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--exit-zero", "--statistics"]) == 0
    assert "undefined-name: a name is used that no cell defines" in capsys.readouterr().out


def test_statistics_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--statistics", "--json", "--select", "NBT1", "--ignore", "NBT110"]) == 1
    counted = json.loads(capsys.readouterr().out)
    assert [(rule["code"], rule["findings"], rule["fixable"]) for rule in counted["rules"]] == [
        ("NBT101", 1, 1),
        ("NBT102", 1, 1),
    ]
    assert counted["summary"]["findings"] == 2
    assert main(["check", "--statistics", "--format", "sarif"]) == 2


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
