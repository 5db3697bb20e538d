"""A project as a run found it, in a folder for a while: commit, patch, and the notebook that was run."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import RunError
from nbtrack.git.checked_out import apply_patch, checked_out
from nbtrack.git.command import top_of_checkout
from nbtrack.git.patch_parts import paths_in
from nbtrack.project import find_root, path_from, repository_of
from nbtrack.record.files.file_content import content_of
from nbtrack.record.files.untracked import MOST_BYTES, bring_along, find_untracked
from nbtrack.record.secrets.secret_filling import filled_file, filled_patch, is_marked
from nbtrack.smoke.isolated import copy_project
from nbtrack.smoke.scratch import remove
from nbtrack.store.digest import short_id
from nbtrack.store.versions import read_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.store.record import GitState, RunRecord
    from nbtrack.store.store import Store

_TERMINATIONS = (signal.SIGTERM, signal.SIGHUP)


class Workspace(NamedTuple):
    """The rebuilt project's root, the notebook or script in it, and a folder beside it for what is needed.

    `commit` is None where there was none, and files are as they are now; `untracked` counts those that are.
    `project` is the root of the project itself, `whole` the checkouts that the two are parts of, its own and
    the rebuilt one.
    """

    project: str
    root: str
    whole: tuple[str, str]
    path: str
    beside: str
    commit: str | None
    untracked: int


@contextlib.contextmanager
def rebuilt(record: RunRecord, store: Store, folder: str, links: Sequence[str]) -> Iterator[Workspace]:
    """Rebuild what a run ran on, out of the project that a folder is in, and take it away in any case.

    `links` are paths of the project that are used in place. Raises RunError, GitError and StoreError.
    """
    project = os.path.realpath(find_root(folder))
    version = read_version(record, store.blobs)
    with contextlib.ExitStack() as undoing:
        undoing.enter_context(_ended_by_signals())
        beside = os.path.realpath(tempfile.mkdtemp(prefix="nbtrack-reproduce-"))
        undoing.callback(remove, beside)
        if record.git and record.git.commit:
            root = undoing.enter_context(_of_commit(record.git, store, project, beside))
        else:
            root = os.path.join(beside, os.path.basename(project) or "project")
            copy_project(project, root, MOST_BYTES)
        _link(links, project, root)
        count = bring_along(find_untracked(project, [store.root, *links]), root)
        path = _inside(root, path_from(project, os.path.join(project, record.experiment)))
        for name, blob in record.modules.items():
            if not _is_linked(name, links, project):
                _put(_inside(beside, os.path.join(root, name)), name, store.blobs.get(blob), project)
        _put(path, record.experiment, version, project)
        own = repository_of(project)
        whole = own, os.path.normpath(os.path.join(root, os.path.relpath(own, project)))
        yield Workspace(project, root, whole, path, beside, record.git.commit if record.git else None, count)


@contextlib.contextmanager
def _of_commit(git: GitState, store: Store, project: str, beside: str) -> Iterator[str]:
    top = top_of_checkout(project)
    if top is None or git.commit is None:
        raise RunError(
            f"the run stands on commit {short_id(git.commit or '')}, and {project} is in no git repository",
            hint=f"run this in a clone of {git.remote}" if git.remote else "run this where the commit is",
        )
    place = os.path.join(beside, os.path.basename(top) or "project")
    with checked_out(top, git.commit, place):
        if git.patch:
            patch = os.path.join(beside, "recorded.patch")
            with open(patch, "wb") as file:
                file.write(_whole_patch(store.blobs.get(git.patch), place, top))
            apply_patch(place, patch)
        root = os.path.join(place, os.path.relpath(project, os.path.realpath(top)))
        yield os.path.normpath(root)


def _link(links: Sequence[str], project: str, root: str) -> None:
    for path in links:
        name = os.path.relpath(os.path.realpath(path), project)
        link = _inside(root, name)
        if not os.path.exists(path) or os.path.lexists(link):
            why = "is there already, out of the commit" if os.path.exists(path) else "is not there"
            raise RunError(f"--link {path}: it {why}")
        os.makedirs(os.path.dirname(link), exist_ok=True)
        os.symlink(os.path.realpath(path), link)


def _is_linked(name: str, links: Sequence[str], project: str) -> bool:
    path = os.path.realpath(os.path.join(project, name))
    return any(os.path.commonpath((path, real)) == real for real in map(os.path.realpath, links))


def _put(path: str, name: str, recorded: bytes, project: str) -> None:
    """Write a file that the run had as the run had it, whether git knows of it or not."""
    now = content_of(os.path.join(project, name))
    raw = recorded if recorded == now else filled_file(name, recorded, (content_of(path), now))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(raw)


def _whole_patch(recorded: bytes, place: str, top: str) -> bytes:
    """Return a patch with its secrets, out of the commit that stands at a place and the files of now."""
    if not is_marked(recorded):
        return recorded
    names = paths_in(recorded)
    before = [content_of(os.path.join(place, name)) or b"" for name in names]
    return filled_patch(recorded, before, [content_of(os.path.join(top, name)) for name in names])


def _inside(root: str, name: str) -> str:
    """Return a path below the root; a store may come from a stranger, and the file is going to be written."""
    path = os.path.normpath(os.path.join(root, name))
    if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(root), "")):
        raise RunError(f"{name} leads outside of the project")
    return path


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let the system's word to end unwind as Ctrl-C does, so that nothing is left behind."""

    def end(*_frame: Any) -> None:
        raise KeyboardInterrupt

    heeded = [number for number in _TERMINATIONS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
