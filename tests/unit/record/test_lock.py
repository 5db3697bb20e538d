"""A lock pins what is installed, by where it came from."""

import json
import subprocess
from pathlib import Path

from nbtrack.record.lock import lock_of


def install(site: Path, name: str, version: str, origin: object = None) -> None:
    folder = site / f"{name}-{version}.dist-info"
    folder.mkdir()
    if origin is not None:
        (folder / "direct_url.json").write_text(json.dumps(origin))


def test_each_origin_has_its_line(tmp_path: Path) -> None:
    site, plain = tmp_path / "site", tmp_path / "plain"
    site.mkdir()
    plain.mkdir()
    install(site, "numpy", "2.1.0")
    install(
        site, "torch", "2.4.0+cpu", {"url": "https://a.b/t.whl", "archive_info": {"hashes": {"sha256": "ab"}}}
    )
    install(
        site, "tool", "1.0", {"url": "https://g.it/tool", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}
    )
    install(site, "mine", "0.1", {"url": f"file://{plain}", "dir_info": {"editable": True}})
    install(site, "copied", "0.1", {"url": f"file://{plain}", "dir_info": {}})
    (site / "broken-1.0.dist-info").mkdir()
    (site / "broken-1.0.dist-info" / "direct_url.json").write_text("{")
    assert lock_of([str(site)]).splitlines() == [
        "broken==1.0",
        f"copied @ file://{plain}",
        f"-e {plain}",
        "numpy==2.1.0",
        "tool @ git+https://g.it/tool@c0ffee",
        "torch @ https://a.b/t.whl#sha256=ab",
    ]


def test_what_is_editable_has_its_commit(tmp_path: Path) -> None:
    site, checkout = tmp_path / "site", tmp_path / "checkout"
    site.mkdir()
    checkout.mkdir()

    def git(*words: str) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words]
        return subprocess.run(
            command, cwd=checkout, check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "a")
    install(site, "mine", "0.1", {"url": f"file://{checkout}", "dir_info": {"editable": True}})
    commit = git("rev-parse", "HEAD")
    assert lock_of([str(site)]) == f"-e {checkout}  # mine 0.1, commit {commit}\n"
    git("remote", "add", "origin", "git@g.it:team/mine.git")
    expected = f"-e git+ssh://git@g.it/team/mine.git@{commit}#egg=mine  # 0.1, from {checkout}\n"
    assert lock_of([str(site)]) == expected
