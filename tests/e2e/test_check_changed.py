"""`nbtrack check --changed` and `--changed-cells` on real repositories."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.cli.main import main
from tests.e2e.check_repository import CLEAN, Repository, dirty
from tests.making import code, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path


def test_only_what_changed_is_checked_staged_or_not_or_new(repository: Repository) -> None:
    for name in ("same", "edited", "staged", "deleted"):
        repository.put(f"{name}.ipynb", dirty("old"))
    repository.commit()
    repository.put("edited.ipynb", dirty("new"))
    repository.put("staged.ipynb", dirty("new"))
    repository.git("add", "staged.ipynb")
    repository.put("sub/untracked ü\n.ipynb", dirty("new"))
    (repository.folder / "deleted.ipynb").unlink()
    assert repository.found("--changed") == [
        "edited.ipynb: new",
        "staged.ipynb: new",
        "sub/untracked ü\n.ipynb: new",
    ]
    assert repository.found("--changed", "same.ipynb", "staged.ipynb") == ["staged.ipynb: new"]
    assert repository.found("--changed", "sub") == ["sub/untracked ü\n.ipynb: new"]


def test_a_name_that_is_no_utf8_is_found(repository: Repository) -> None:
    repository.put("a.ipynb", CLEAN)
    repository.commit()
    (repository.folder / "a.ipynb").rename(os.fsdecode(os.fsencode(repository.folder) + b"/\xff.ipynb"))
    repository.put("b.ipynb", dirty("b"))
    assert repository.found("--changed") == ["b.ipynb: b"]
    main(["check", "--changed", "--json"])
    assert json.loads(repository.capsys.readouterr().out)["summary"]["notebooks"] == 2


def test_before_the_first_commit_everything_is_new(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("a"))
    repository.put("b.ipynb", dirty("b"))
    repository.git("add", "a.ipynb")
    assert repository.found("--changed", "--changed-cells") == ["a.ipynb: a", "b.ipynb: b"]


def test_nothing_changed_is_said(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("a"))
    repository.commit()
    assert main(["check", "--changed"]) == 0
    captured = repository.capsys.readouterr()
    assert captured.err == "no notebook changed since HEAD\n"
    assert captured.out == "no findings in 0 notebooks\n"


def test_against_a_revision_and_against_where_a_branch_began(repository: Repository) -> None:
    for name in "ab":
        repository.put(f"{name}.ipynb", dirty("old"))
    repository.commit()
    repository.git("checkout", "-qb", "topic")
    repository.put("a.ipynb", dirty("new"))
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.put("b.ipynb", dirty("new"))
    repository.commit()
    repository.git("checkout", "-q", "topic")
    assert repository.found("--changed") == []
    assert repository.found("--changed=main~1") == ["a.ipynb: new"]
    assert repository.found("--changed=main") == ["a.ipynb: new", "b.ipynb: old"]
    assert repository.found("--changed=main...") == ["a.ipynb: new"]


def test_only_findings_in_changed_cells_are_reported(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("kept"), dirty("moved"), dirty("edited"), CLEAN)
    repository.commit()
    rerun = dirty("edited") | {"outputs": [stream("another")]}
    repository.put("a.ipynb", dirty("moved"), rerun, dirty("kept"), dirty("new"), CLEAN)
    assert repository.found("--changed-cells") == ["a.ipynb: edited", "a.ipynb: new"]


def test_cells_without_ids_are_told_by_their_content(repository: Repository) -> None:
    cells = [code(f"print({n})", outputs=[stream(str(n))]) for n in range(3)]
    repository.put("a.ipynb", *cells, minor=4)
    repository.commit()
    repository.put("a.ipynb", cells[2], cells[0], code("new", outputs=[stream("x")]), cells[1], minor=4)
    main(["check", "--changed-cells", "--json", "--select", "NBT101"])
    findings = json.loads(repository.capsys.readouterr().out)["findings"]
    assert [finding["cell"] for finding in findings] == [3]


def test_new_ids_alone_change_no_cell(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("old"))
    repository.commit()
    repository.put("a.ipynb", dirty("old") | {"id": "renamed"})
    assert repository.found("--changed-cells") == []


def test_what_is_about_the_notebook_counts_when_its_metadata_changed(repository: Repository) -> None:
    repository.put("a.ipynb", CLEAN, metadata={"signature": "x"})
    repository.commit()
    repository.put("a.ipynb", CLEAN | {"source": ["x = 2"]}, metadata={"signature": "x"})
    assert repository.found("--changed-cells") == []
    repository.put("a.ipynb", CLEAN, metadata={"signature": "y"})
    assert repository.found("--changed-cells") == ["a.ipynb: NBT103"]


def test_a_renamed_notebook_is_compared_with_what_it_was(repository: Repository) -> None:
    cells = [dirty(f"kept{n}") for n in range(20)]
    repository.put("a.ipynb", *cells)
    repository.commit()
    repository.git("mv", "a.ipynb", "b.ipynb")
    repository.put("b.ipynb", *cells, dirty("new"))
    assert repository.found("--changed-cells") == ["b.ipynb: new"]


def test_what_was_no_notebook_before_is_new(repository: Repository) -> None:
    (repository.folder / "a.ipynb").write_text("{")
    repository.commit()
    repository.put("a.ipynb", dirty("a"))
    assert repository.found("--changed-cells") == ["a.ipynb: a"]


def test_changed_in_a_repository_inside_another(repository: Repository) -> None:
    repository.put("a.ipynb", dirty("a"))
    repository.commit()
    (repository.folder / "inner").mkdir()
    inner = Repository(repository.folder / "inner", repository.capsys)
    inner.put("same.ipynb", dirty("b"))
    inner.commit()
    inner.put("new.ipynb", dirty("c"))
    assert repository.found("--changed") == ["inner/new.ipynb: c"]


def test_an_unreadable_file_that_changed_is_no_clean_one(repository: Repository) -> None:
    repository.put("a.ipynb", CLEAN)
    repository.commit()
    (repository.folder / "a.ipynb").write_text("{")
    assert "cannot read a.ipynb" in repository.refused("--changed-cells")
    said = repository.refused("--changed", "nowhere")
    assert "cannot read nowhere" in said
    assert "to compare with a revision, write --changed=nowhere" in said


def test_an_unknown_revision_is_an_error(repository: Repository) -> None:
    repository.put("a.ipynb", CLEAN)
    repository.commit()
    said = repository.refused("--changed=nowhere")
    assert "git knows no revision 'nowhere'" in said
    assert "`git branch --all`" in said
    assert "git knows no revision '--output=x'" in repository.refused("--changed=--output=x")


def test_a_shallow_clone_is_named_where_history_is_missing(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in ("x = 1", "x = 2"):
        repository.put("a.ipynb", code(source))
        repository.commit()
    clone = tmp_path_factory.mktemp("clone")
    repository.git("clone", "-q", "--depth=1", f"file://{repository.folder}", str(clone))
    monkeypatch.chdir(clone)
    assert "this clone is shallow" in repository.refused("--changed=HEAD~1")
    assert main(["check", "--changed"]) == 0


def test_outside_of_git_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(notebook_b(CLEAN))
    assert main(["check", "--changed"]) == 2
    assert "a.ipynb is in no git repository" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--changed", "-"], ["--changed-cells", "--fix"], ["--changed-cells", "--diff"]]
)
def test_what_does_not_go_together(words: list[str], repository: Repository) -> None:
    assert "--changed" in repository.refused(*words)
