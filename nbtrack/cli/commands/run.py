"""`nbtrack run`: run notebooks or a script with parameters and record everything.

The kernel is started before anything else is imported, and imports meanwhile.
"""

from __future__ import annotations

from nbtrack.cli.loading import is_script
from nbtrack.cli.run.options import COMMAND
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

__all__ = ["COMMAND", "run"]


def run(args: Args, out: Output) -> int:
    """Run what is named and show the records, with what changed since the runs before."""
    if followed := args.value("follow"):
        from nbtrack.cli.run.follow import follow

        return follow(followed, out)
    paths = args.positional
    if resumed := args.value("resume"):
        from nbtrack.cli.run.resume import resume

        return resume(resumed, args, out)
    if args.flag("from-top"):
        raise UsageError("--from-top goes with --resume: other runs begin at the top anyway")
    if args.flag("module"):
        from nbtrack.cli.run.script import run_script

        return run_script(args, out)
    if not paths:
        raise UsageError("a run needs a notebook or a script", hint="`nbtrack run train.ipynb`")
    if STDIN in paths:
        raise UsageError("a run needs a notebook in a file: its path is the experiment's name")
    if is_script(paths[0]):
        from nbtrack.cli.run.script import run_script

        return run_script(args, out)
    return _run_notebooks(args, out)


def _run_notebooks(args: Args, out: Output) -> int:
    from nbtrack.cli.loading import load_or_read_text
    from nbtrack.cli.run.kernels import Kernels
    from nbtrack.notebook.scan import parse_bytes

    notebooks = [load_or_read_text(path, parse_bytes) for path in args.positional]
    with Kernels(args) as kernels:
        if not args.flag("dry-run"):
            kernels.of(notebooks[0])
        from nbtrack.cli.run.notebooks import run_notebooks

        return run_notebooks(notebooks, kernels, args, out)
