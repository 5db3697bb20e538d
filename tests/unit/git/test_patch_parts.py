"""A patch is cut down to some files, and what is left still applies."""

from pathlib import Path

import pytest

from nbtrack.git.checkout import read_checkout
from nbtrack.git.patch_parts import restricted
from tests.git_command import git


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"old\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a")
    return tmp_path


NAMES = ("a.py", "sub/a b.py", "sub/b/diff --git a", "ä.bin", 'with"quote')


def patch_of(folder: Path) -> bytes:
    found = read_checkout(str(folder))
    assert found
    return found.patch


@pytest.mark.parametrize("setting", ["diff.noprefix", "diff.mnemonicPrefix"])
def test_only_the_files_that_are_wanted_stay(checkout: Path, setting: str) -> None:
    git(checkout, "config", setting, "true")
    for name in NAMES:
        (checkout / name).write_bytes(b"new \0 diff --git a/x b/x\n" if name == "ä.bin" else b"old\nnew\n")
    whole = patch_of(checkout)
    part = restricted(whole, lambda path: path.startswith("sub/") or path == "ä.bin")
    git(checkout, "checkout", "-q", ".")
    git(checkout, "apply", given=part)
    changed = {name for name in NAMES if (checkout / name).read_bytes() != b"old\n"}
    assert changed == {"sub/a b.py", "sub/b/diff --git a", "ä.bin", 'with"quote'}
    assert restricted(whole, lambda _path: True) == whole
    assert restricted(b"", lambda _path: True) == b""
