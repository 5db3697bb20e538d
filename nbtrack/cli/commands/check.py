"""`nbtrack check`: find what does not belong in git."""

from __future__ import annotations

from nbtrack.cli.check.baseline import check_usage, without_known, write_baseline
from nbtrack.cli.check.cache import clear_cache
from nbtrack.cli.check.look import look_at_files
from nbtrack.cli.check.options import CHECK_OPTIONS, mends
from nbtrack.cli.check.setup import Setups
from nbtrack.cli.check.show import check_form, needs_file_lines, show
from nbtrack.cli.check.targets import targets
from nbtrack.cli.options import Command
from nbtrack.errors import NbtrackError
from nbtrack.report.result import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbtrack.cli.check.changed import Sides
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.report.result import Checked

COMMAND = Command(
    "check",
    "find what does not belong in git",
    arguments=("PATH...", 0, None),
    options=CHECK_OPTIONS,
    description=(
        "PATH is a notebook, a folder or `-` (stdin); without one, this folder. Exit code 1 says that there\n"
        "are findings, 2 that a file could not be read. `nbtrack rule CODE` explains a rule. Allow a\n"
        "finding with a comment, `# nbtrack: ignore[NBT305]`, or the cell tag `nbtrack-ignore:NBT101`."
    ),
    examples=(
        ("nbtrack check", "check all notebooks below this folder"),
        ("nbtrack check --fix reports/q3.ipynb", "mend one notebook, list what is left"),
        ("nbtrack check --select NBT2 .", "look for secrets and personal paths only"),
        ("nbtrack check --staged", "check what the next commit would have"),
        ("nbtrack check --changed=origin/main...", "check what this branch changed"),
        ("nbtrack check --format github .", "annotate a pull request"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Check notebooks, once or whenever they change."""
    if args.flag("clear-cache"):
        return clear_cache(args, out)
    check_usage(args)
    check_form(args)
    if not args.flag("watch"):
        return _check(args, out)
    from nbtrack.cli.check.watch import watch

    return watch(args, out, lambda: _check(args, out))


def _check(args: Args, out: Output) -> int:
    """Check every notebook; one that cannot be read does not stop the others."""
    setups = Setups(args)
    sides: Sides | None = None
    if args.flag("staged"):
        report, sides = _of_staged(args, setups, out)
    elif args.flag("changed") or args.flag("changed-cells"):
        report, sides = _of_changed(args, setups, out)
    else:
        report = Report(list(_checked(targets(args, setups, out), setups, args, out)))
    if args.flag("write-baseline"):
        write_baseline(report, args, setups, out)
        return NbtrackError.exit_code if report.failed else 0
    report = without_known(report, args, setups, out)
    if sides is not None and args.flag("changed-cells"):
        from nbtrack.cli.check.changed import only_in_changed_cells

        report = only_in_changed_cells(report, sides)
    show(report, args, out)
    return _exit_code(report, args)


def _of_staged(args: Args, setups: Setups, out: Output) -> tuple[Report, Sides]:
    from nbtrack.cli.check.staged import look_at_staged, staged

    ready = staged(args, setups, out)
    return Report(list(look_at_staged(ready, setups, out, located=needs_file_lines(args)))), ready


def _of_changed(args: Args, setups: Setups, out: Output) -> tuple[Report, Sides]:
    from nbtrack.cli.check.changed import changes, only_changed

    changed = changes(args)
    paths = only_changed(targets(args, setups, out), changed, out)
    return Report(list(_checked(paths, setups, args, out))), changed


def _checked(paths: Sequence[str], setups: Setups, args: Args, out: Output) -> Iterator[Checked]:
    """Mend the files or show how, else look at those that are not remembered."""
    if args.flag("diff") or mends(args):
        from nbtrack.cli.check.files import check_files
        from nbtrack.cli.check.ways import way

        return check_files(paths, setups, way(args, out), out)
    return look_at_files(paths, setups, args, out, located=needs_file_lines(args))


def _exit_code(report: Report, args: Args) -> int:
    if report.failed:
        return NbtrackError.exit_code
    if args.flag("diff"):
        return int(report.fixed > 0)
    return int(bool(report.findings) and not args.flag("exit-zero"))
