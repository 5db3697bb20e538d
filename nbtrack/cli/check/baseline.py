"""Use a project's baseline, or write it."""

from __future__ import annotations

import os

from nbtrack.errors import SettingsError, UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.project import ancestors, checkout_above, find_root, is_below, path_from
from nbtrack.report.result import Report
from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.check.setup import Setups
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.report.baseline import Baseline
    from nbtrack.report.result import Checked

_SETTING = "check.baseline"


def check_usage(args: Args) -> None:
    """Refuse what makes no baseline; raises UsageError."""
    if not args.flag("write-baseline"):
        return
    for other in ("diff", "no-baseline", "watch"):
        if args.flag(other):
            raise UsageError(f"--write-baseline and --{other} do not go together")
    if STDIN in args.positional:
        raise UsageError("--write-baseline needs files: a baseline knows notebooks by their paths")


def without_known(report: Report, args: Args, setups: Setups, out: Output) -> Report:
    """Return the report without findings of the baseline, and tell which entries have had their time."""
    # A preview shows what fixes would change; what they would leave unfound is not gone yet.
    is_wanted = not (args.flag("no-baseline") or args.flag("diff"))
    path = _existing(args, setups) if is_wanted else None
    if path is None:
        return report
    baseline = _with_new_names(_read(path), report, path, out)
    files = [_reduced(file, baseline, _name(file.path, path)) for file in report.files]
    stale = sum(
        baseline.gone(name, file.findings, ran) for file, name, ran in _readable(report, setups, path)
    ) + sum(sum(baseline.notebooks[name].values()) for name in _gone(baseline, path))
    if stale:
        entries, them = ("entry is", "it") if stale == 1 else ("entries are", "them")
        out.note(f"{path}: {stale} {entries} no longer found; --write-baseline removes {them}")
    known = len(report.findings) - len(Report(files).findings)
    return Report(files, known=known, stale=stale)


def _with_new_names(baseline: Baseline, report: Report, path: str, out: Output) -> Baseline:
    """Let entries follow notebooks that were renamed, and say whose they are now."""
    gone = _gone(baseline, path)
    if not gone:
        return baseline
    from nbtrack.report.baseline_renames import renames

    found = {_name(file.path, path): file.findings for file in report.files if file.is_readable}
    old_names = renames(baseline, gone, found)
    for new, old in old_names.items():
        out.note(f"{path}: {new} is taken for {old}, which is gone; --write-baseline notes the new name")
    return baseline.renamed(old_names)


def write_baseline(report: Report, args: Args, setups: Setups, out: Output) -> None:
    """Write what was found; what was not looked at stays as it was."""
    from nbtrack.notebook.files import write

    path, old_b, new_b, said = new_baseline(report, args, setups)
    if new_b != old_b:
        write(path, new_b, expected=old_b)
    out.note(f"{path}: {said}")


def new_baseline(report: Report, args: Args, setups: Setups) -> tuple[str, bytes | None, bytes, str]:
    """Return where the baseline is, what it holds and shall hold, and that in words."""
    from nbtrack.report.baseline import Baseline, render

    path = _file(args, setups)
    if path is None:
        raise UsageError("the setting check.baseline is empty", hint="name a file with --baseline")
    old_b = _bytes(path) if os.path.lexists(path) else None
    baseline = Baseline({}) if old_b is None else _read(path)
    baseline = baseline.without(_gone(baseline, path))
    for file, name, ran in _readable(report, setups, path):
        baseline = baseline.updated(name, file.findings, ran)
    said = f"{count_text(len(baseline), 'finding')} in {count_text(len(baseline.notebooks), 'notebook')}"
    return path, old_b, render(baseline), said


def _reduced(file: Checked, baseline: Baseline, name: str) -> Checked:
    return file.only(baseline.new_ones(name, file.findings)) if file.is_readable else file


def _readable(report: Report, setups: Setups, path: str) -> Iterator[tuple[Checked, str, list[str]]]:
    for file in report.files:
        if file.is_readable:
            ran = [rule.code for rule in setups.of(file.path).rules_for(file.path)]
            yield file, _name(file.path, path), ran


def _gone(baseline: Baseline, path: str) -> list[str]:
    folder = os.path.dirname(path)
    return [name for name in baseline.notebooks if not os.path.lexists(os.path.join(folder, name))]


def _name(notebook: str, path: str) -> str:
    """Return the name of a notebook in a baseline: its path from there, the same on every machine."""
    return path_from(os.path.dirname(path) or ".", notebook)


def _existing(args: Args, setups: Setups) -> str | None:
    path = _file(args, setups)
    if path is None or os.path.lexists(path):
        return path
    if args.flag("baseline"):
        raise UsageError(f"there is no baseline {path}", hint="--write-baseline makes one")
    return None


def _file(args: Args, setups: Setups) -> str | None:
    """Return where the baseline is, or would be; None where the setting is empty."""
    given = args.value("baseline")
    if given is not None:
        return given
    first = args.positional[0] if args.positional and args.positional[0] != STDIN else "."
    folder = first if os.path.isdir(first) else os.path.dirname(first) or "."
    settings = setups.of(os.path.join(folder, "")).settings
    name, origin = settings.value(_SETTING), settings.origin(_SETTING)
    if not name:
        return None
    above = os.path.dirname(origin) if os.path.isabs(origin) else _folder_with(name, folder)
    path = os.path.join(above, name)
    return os.path.relpath(path) if is_below(os.curdir, path) else path


def _folder_with(name: str, folder: str) -> str:
    """Return the nearest folder of the repository that has the file, else the project's root."""
    top, above = checkout_above(folder), ancestors(folder)
    inside = above[: above.index(top) + 1] if top else []
    return next((path for path in inside if os.path.lexists(os.path.join(path, name))), find_root(folder))


def _read(path: str) -> Baseline:
    from nbtrack.report.baseline import parse

    return parse(_bytes(path), path)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise SettingsError(f"cannot read the baseline {path}: {reason}") from None
