"""The options of `check`."""

from __future__ import annotations

from nbtrack.cli.keeping import UNDO_OPTIONS
from nbtrack.cli.options import JSON, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
CHECK_OPTIONS = (
    Option("--fix", help="mend what can be mended safely"),
    Option("--unsafe-fixes", help="mend also what may change the notebook's meaning; implies --fix"),
    Option("--diff", help="change nothing; show what --fix would"),
    *UNDO_OPTIONS,
    Option("--select", metavar="CODES", many=True, help="run these rules only: codes, their beginnings, ALL"),
    Option("--extend-select", metavar="CODES", many=True, help="run these rules besides the others"),
    Option("--ignore", metavar="CODES", many=True, help="do not run these rules"),
    Option(
        "--per-file-ignores",
        metavar="GLOB:CODES",
        many=True,
        help="do not run these rules on these files, besides those of the setting",
    ),
    Option("--exclude", metavar="GLOB", many=True, help="leave these files and folders alone"),
    Option(
        "--changed",
        metavar="REV",
        optional=True,
        help="check only notebooks that differ from a git revision, HEAD where none is given",
    ),
    Option("--staged", help="check notebooks as they are staged for the next commit, not the files"),
    Option("--changed-cells", help="report only findings in cells that differ from the revision"),
    Option("--watch", help="check again whenever a notebook, its paired file or a setting changes"),
    Option("--baseline", metavar="FILE", help="report only findings that this file does not have"),
    Option("--write-baseline", help="write the findings into the baseline instead of reporting them"),
    Option("--no-baseline", help="report findings of the baseline too"),
    Option("-f", "--format", metavar="FORMAT", choices=FORMATS, help=f"how to report: {', '.join(FORMATS)}"),
    JSON,
    Option("-o", "--output", metavar="FILE", help="write the report there, and text for people to stdout"),
    Option("--statistics", help="count the findings of each rule instead of listing them"),
    Option("--explain", help="say of each rule that found something what it is about, once"),
    Option("--exit-zero", help="exit 0 although there are findings"),
    Option("-j", "--jobs", metavar="N", help="check in N processes at once; 0: one for each processor"),
    Option("--no-cache", help="look at every notebook, and remember nothing"),
    Option("--cache-dir", metavar="FOLDER", help="where to remember what was found in which notebook"),
    Option("--clear-cache", help="forget what was found in this project's notebooks, and stop"),
    Option("--stdin-filename", metavar="NAME", help="the name under which `-` is reported and configured"),
)


def mends(args: Args) -> bool:
    """Tell whether notebooks are mended: who asks for unsafe fixes by name wants them."""
    return args.flag("fix") or args.flag("unsafe-fixes")
