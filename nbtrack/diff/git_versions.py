"""Ask git for a notebook as a revision has it."""

from __future__ import annotations

import os

from nbtrack.errors import GitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess


def file_at(revision: str, path: str) -> bytes:
    """Return a file of a revision; the path counts from here, else from the top, as git has it."""
    if revision.startswith("-"):
        raise GitError(f"{revision!r} is no revision")
    folder, name = os.path.split(path)
    done = _git(folder, "cat-file", "blob", f"{revision}:./{name}")
    if done.returncode == 0:
        return done.stdout
    from_top = _git("", "cat-file", "blob", f"{revision}:{path}")
    if from_top.returncode == 0:
        return from_top.stdout
    raise _not_found(revision, path, folder)


def merge_base(old: str, new: str, path: str) -> str:
    """Return the commit in which two revisions had their last state in common."""
    done = _git(os.path.dirname(path), "merge-base", "--end-of-options", old, new)
    if done.returncode:
        raise GitError(f"{old} and {new} have no commit in common", hint=_last_line(done.stderr))
    return done.stdout.decode()[:12].strip()


def keeps_clean(path: str) -> bool:
    """Tell whether git keeps a file in another form than the working tree, through a filter."""
    done = _git(os.path.dirname(path), "check-attr", "-z", "filter", "--", os.path.basename(path))
    fields = done.stdout.split(b"\0")
    return done.returncode == 0 and len(fields) > 2 and fields[2] not in (b"unspecified", b"unset", b"lfs")


def _not_found(revision: str, path: str, folder: str) -> GitError:
    known = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if known.returncode == 0:
        return GitError(
            f"{revision} has no file {path}", hint="name two files instead: `nbtrack diff OLD NEW`"
        )
    inside = _git(folder, "rev-parse", "--git-dir")
    if inside.returncode:
        return GitError(f"{path} is in no git repository", hint="name two files: `nbtrack diff OLD NEW`")
    return GitError(f"git knows no revision {revision!r}", hint="`git log --oneline` lists them")


def _last_line(text_b: bytes) -> str | None:
    lines = os.fsdecode(text_b).strip().splitlines()
    return lines[-1] if lines else None


def _git(folder: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    import subprocess  # two files need no git

    try:
        return subprocess.run(["git", "-C", folder or ".", *words], capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from None
