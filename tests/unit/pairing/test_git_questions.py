"""Git is asked about a pair's files by their names, which are no patterns."""

from pathlib import Path

import pytest

from nbtrack.pairing.git_questions import index_entry, is_ignored, versions
from tests.git_command import git

NAMES = ["a", "a[1]", "a*", ":(top)a", "-a"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "log.showSignature", "true")
    for name in ("a1", "ab"):
        (tmp_path / f"{name}.ipynb").write_text("{}")
    git(tmp_path, "add", ".")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_pair_has_the_versions_that_were_committed_together(repository: Path, name: str) -> None:
    pair = repository / f"{name}.ipynb", repository / f"{name}.py"
    for number in range(2):
        for file in pair:
            file.write_text(f"{number}{file.suffix}")
        git(repository, "add", ".")
        git(repository, "commit", "--quiet", "-m", "x")
    found = list(versions(*map(str, pair)))
    assert found == [(b"1.ipynb", b"1.py"), (b"1.ipynb", b"1.py"), (b"0.ipynb", b"0.py")]


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_of_the_index_is_of_one_file(repository: Path, name: str) -> None:
    path = repository / f"{name}.ipynb"
    path.write_text("[]")
    assert index_entry(str(path)) == ""
    git(repository, "add", ".")
    assert "100644" in index_entry(str(path))


@pytest.mark.parametrize("name", ["a", ":(top)a", "-a"])
def test_a_file_is_ignored_by_its_name(repository: Path, name: str) -> None:
    path = repository / f"{name}.ipynb"
    path.touch()
    assert not is_ignored(str(path))
    (repository / ".gitignore").write_text("*.ipynb\n!a1.ipynb\n")
    assert is_ignored(str(path))
    assert not is_ignored(str(repository / "a1.ipynb"))
