from pathlib import Path

import pytest

from nbtrack.errors import NotebookError
from nbtrack.notebook.discovery import find_files, find_notebooks
from tests.git_command import git


def make(top: Path, *names: str) -> None:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("{}")


def found(top: Path, *suffixes: str) -> list[str]:
    return [str(Path(p).relative_to(top)) for p in find_files((str(top),), *(suffixes or (".ipynb",)))]


def test_a_folder_is_walked_without_copies_caches_and_hidden_folders(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.ipynb",
        "a/c.ipynb",
        ".ipynb_checkpoints/b-checkpoint.ipynb",
        ".hidden/x.ipynb",
        "venv/y.ipynb",
        "z.py",
    )
    assert found(tmp_path) == ["a/c.ipynb", "b.ipynb"]


def test_in_a_repository_git_says_what_is_ignored(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.ipynb", "out/b.ipynb", "ä ö/c.ipynb", "sub/.ipynb_checkpoints/d.ipynb")
    (tmp_path / ".gitignore").write_text("out/\n")
    assert found(tmp_path) == ["a.ipynb", "ä ö/c.ipynb"]


def test_a_tracked_notebook_that_was_deleted_is_not_found(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "a.ipynb", "b.ipynb")
    git(tmp_path, "add", ".")
    (tmp_path / "a.ipynb").unlink()
    assert found(tmp_path) == ["b.ipynb"]


def test_a_repository_inside_a_repository_is_walked_by_its_own_rules(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "in/a.ipynb", "in/no.ipynb")
    git(tmp_path / "in", "init", "-q")
    (tmp_path / "in" / ".gitignore").write_text("no.ipynb\n")
    assert found(tmp_path) == ["in/a.ipynb"]


def test_files_are_taken_as_named_and_once(tmp_path: Path) -> None:
    make(tmp_path, "a.ipynb", "b.txt")
    names = [str(tmp_path / "b.txt"), str(tmp_path / "a.ipynb"), str(tmp_path), "-"]
    assert find_notebooks(tuple(names)) == [names[0], names[1], "-"]


def test_other_suffixes_can_be_asked_for(tmp_path: Path) -> None:
    make(tmp_path, "a.ipynb", "b.py", "c.txt")
    assert found(tmp_path, ".ipynb", ".py") == ["a.ipynb", "b.py"]


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="no such file or folder"):
        find_notebooks((str(tmp_path / "none"),))


def test_a_file_that_is_named_twice_comes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.ipynb", "b/c.ipynb")
    monkeypatch.chdir(tmp_path)
    assert find_notebooks(("./a.ipynb", "a.ipynb", ".", "b", "b/../a.ipynb")) == ["./a.ipynb", "b/c.ipynb"]
