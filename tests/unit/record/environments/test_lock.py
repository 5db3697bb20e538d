"""A lock pins what is installed, by where it came from."""

import json
import subprocess
from pathlib import Path

from nbtrack.record.environments.lock import lock_of
from nbtrack.record.environments.lock_origins import origins_in


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
        f"-e {plain}  # mine 0.1",
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
    behind = f"@{commit}  # 0.1, editable from {checkout}\n"
    assert lock_of([str(site)]) == f"mine @ git+file://localhost{checkout}{behind}"
    git("remote", "add", "origin", "git@g.it:team/mine.git")
    assert lock_of([str(site)]) == f"mine @ git+ssh://git@g.it/team/mine.git{behind}"


def test_what_is_editable_in_a_part_of_a_repository_has_that_part(tmp_path: Path) -> None:
    site, checkout = tmp_path / "site", tmp_path / "checkout"
    site.mkdir()
    for name in "in", "out":
        (checkout / "libs" / name).mkdir(parents=True)
        origin = {"url": f"file://{checkout / 'libs' / name}", "dir_info": {"editable": True}}
        install(site, name, "0.1", origin)
    (checkout / "libs" / "in" / "a.py").touch()
    words = (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a"])
    for one in words:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *one], cwd=checkout, check=True)
    first, second = lock_of([str(site)]).splitlines()
    assert "#subdirectory=libs/in  # 0.1" in first
    assert second == f"-e {checkout / 'libs' / 'out'}  # out 0.1"


def test_only_addresses_and_folders_of_a_lock_are_given_to_an_installer() -> None:
    lock = (
        "numpy==2.1.0\n"
        "My_Tool @ git+ssh://git@g.it/tool.git@c0ffee#subdirectory=a  # 1.0, editable from /x\n"
        "torch @ https://a.b/t.whl#sha256=ab\n"
        "-e /home/me/my code  # mine 0.1\n"
        "evil @ https://a.b/t.whl --index-url=https://x\n"
        "-e git+https://a.b/c  # other 1\n"
        "--index-url https://x\n"
    )
    assert origins_in(lock) == {
        "my-tool": "My_Tool @ git+ssh://git@g.it/tool.git@c0ffee#subdirectory=a",
        "torch": "torch @ https://a.b/t.whl#sha256=ab",
        "mine": "-e /home/me/my code",
    }
