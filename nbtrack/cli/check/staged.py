"""Check what is staged: the bytes that go into the next commit, not those of the work tree."""

from __future__ import annotations

import os

from nbtrack.cli.check.changed import check_reports_only
from nbtrack.errors import UsageError
from nbtrack.notebook.discovery import SUFFIX
from nbtrack.notebook.files import STDIN
from nbtrack.notebook.patterns import excluded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.check.setup import Setup, Setups
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.git.staged_files import StagedFile
    from nbtrack.notebook.document import Notebook
    from nbtrack.report.result import Checked


class Staged:
    """The staged notebooks that paths name: path from here -> root of its checkout, and what git has."""

    __slots__ = ("_files",)

    def __init__(self, files: dict[str, tuple[str, StagedFile]]) -> None:
        self._files = files

    @property
    def paths(self) -> list[str]:
        """List the notebooks."""
        return list(self._files)

    def after(self, path: str) -> bytes:
        """Return what is staged; raises GitError."""
        from nbtrack.git.staged_files import blob

        root, file = self._files[path]
        return blob(root, file.blob)

    def before(self, path: str) -> bytes | None:
        """Return what the last commit has, under whatever name; None where it has none."""
        from nbtrack.git.staged_files import blob

        root, file = self._files[path]
        return blob(root, file.before) if file.before else None


def staged(args: Args, setups: Setups, out: Output) -> Staged:
    """Return what is staged; raises UsageError for what does not go with that."""
    for other in ("changed", "watch"):
        if args.flag(other):
            raise UsageError(f"--staged and --{other} exclude each other")
    if STDIN in args.positional:
        raise UsageError("--staged needs files: what comes through stdin is not staged")
    check_reports_only(args, "staged", hint="mend the file, `nbtrack check --fix`, and `git add` it again")
    found: dict[str, tuple[str, StagedFile]] = {}
    for path in args.positional or (".",):
        found.update(_below(path))
    kept = {path: file for path, file in found.items() if not excluded(path, setups.of(path).exclude)}
    if not kept:
        out.note("no notebook is staged")
    return Staged(kept)


def look_at_staged(files: Staged, setups: Setups, out: Output, *, located: bool) -> Iterator[Checked]:
    """Yield what is found in each notebook as it is staged; nothing of it is remembered."""
    # A check of files that remembers all of them imports none of these.
    from nbtrack.cli.check.crashes import Crashes
    from nbtrack.cli.check.files import check_files
    from nbtrack.cli.check.ways import look

    crashes = Crashes()

    def way(_: str, notebook: Notebook, setup: Setup) -> Checked:
        return look(notebook, setup, crashes, locates=located)

    return check_files(files.paths, setups, way, out, files.after)


def _below(path: str) -> Iterator[tuple[str, tuple[str, StagedFile]]]:
    """Yield the staged notebooks that a path names, as the path names them; it need not be there any more."""
    from nbtrack.git.changed_files import checkout_root
    from nbtrack.git.staged_files import staged_files

    is_folder = os.path.isdir(path)
    root = checkout_root(os.path.join(path, "*") if is_folder else path)
    inner = os.path.relpath(_real(path), root)
    for file in staged_files(root):
        if file.name == inner and not is_folder:
            yield path, (root, file)
        elif is_folder and file.name.endswith(SUFFIX) and (inner == "." or file.name.startswith(f"{inner}/")):
            yield os.path.normpath(os.path.join(path, os.path.relpath(file.name, inner))), (root, file)


def _real(path: str) -> str:
    """Return where git has a path: a link on the way is followed, one that the path itself is, is not."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.realpath(path) if os.path.isdir(path) else os.path.join(os.path.realpath(folder), name)
