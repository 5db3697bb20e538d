"""Where others get nbtrack from: what pip noted when it installed this one."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from nbtrack.adoption.origin import Origin, own_origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://example.org/nbtrack"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Put a distribution of that name before the real one."""

    def install(noted: Any) -> None:
        folder = tmp_path / "site" / "nbtrack-9.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: nbtrack\nVersion: 9\n")
        (folder / "direct_url.json").write_text(json.dumps(noted))
        monkeypatch.syspath_prepend(str(folder.parent))

    return install


def test_a_repository_that_pip_installed_from(installed: Callable[[Any], None]) -> None:
    installed({"url": URL, "vcs_info": {"vcs": "git", "commit_id": "abc123"}})
    assert own_origin() == Origin(URL, "abc123")


@pytest.mark.parametrize(
    "noted",
    [
        {},
        [],
        {"url": "file:///nowhere", "dir_info": {}},
        {"url": "ssh://git@example.org/nbtrack", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
        {"url": "https://example.org/$(x)", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
        {"url": URL, "vcs_info": {"vcs": "git"}},
    ],
)
def test_what_others_cannot_use_is_none(installed: Callable[[Any], None], noted: Any) -> None:
    installed(noted)
    assert own_origin() is None


@pytest.mark.parametrize(("remote", "found"), [(f"https://me:secret@{URL[8:]}", URL), ("/somewhere", None)])
def test_a_checkout_is_got_from_its_remote_without_the_password(
    installed: Callable[[Any], None], tmp_path: Path, remote: str, found: str | None
) -> None:
    checkout = tmp_path / "my checkout"
    for words in (
        ["init", "-q", str(checkout)],
        ["-C", str(checkout), "commit", "-q", "--allow-empty", "-m", "x"],
        ["-C", str(checkout), "remote", "add", "origin", remote],
    ):
        subprocess.run(["git", *words], check=True)
    installed({"url": checkout.as_uri(), "dir_info": {"editable": True}})
    origin = own_origin()
    assert (origin and origin.url) == found
