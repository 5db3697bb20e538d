"""`nbtrack strip`: take out what does not belong in git."""

from __future__ import annotations

from nbtrack.cli.options import Command, Option
from nbtrack.errors import NbtrackError
from nbtrack.notebook.discovery import find_notebooks
from nbtrack.notebook.files import STDIN, load, write
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "strip",
    "take outputs, counts and transient metadata out of notebooks",
    arguments=("PATH...", 1, None),
    options=(Option("--check", help="change nothing; exit 1 when something would be stripped"),),
)


def run(args: Args, out: Output) -> int:
    """Strip every notebook; one that cannot be read does not stop the others."""
    policy = StripPolicy()
    code = 0
    for path in find_notebooks(args.positional):
        try:
            notebook = load(path)
            new = apply_edits(notebook, strip_edits(notebook, policy))
            if path == STDIN and not args.flag("check"):
                out.raw(new)
            elif new != notebook.raw and args.flag("check"):
                out.line(f"{notebook.path}: would be stripped")
                code = max(code, 1)
            elif new != notebook.raw:
                write(path, new, expected=notebook.raw)
                out.note(f"{path}: stripped")
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            code = 2
    return code
