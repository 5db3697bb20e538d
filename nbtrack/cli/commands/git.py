"""`nbtrack git`: let git clean notebooks, keep their outputs, show them readably and merge them."""

from __future__ import annotations

from nbtrack.cli.actions import require_action
from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "git",
    "let git clean notebooks, show them readably and merge them",
    arguments=("ACTION [FILE | install | uninstall]", 1, 2),
    options=(
        Option("--global", help="for all repositories of this person, not for this one"),
        Option("--attributes", metavar="FILE", help="write which files are meant here, as .gitattributes"),
        Option("--no-filter", help="install no filter, only the drivers: notebooks go into git as they are"),
        Option("--replace", help="take the place of other tools' filters and drivers"),
        Option("--command", metavar="COMMAND", help="how git shall call nbtrack, where it finds a wrong one"),
        Option("--dry-run", help="write nothing; show what would be"),
        Option("--keep-outputs", help="textconv: show outputs, whatever the settings of strip say"),
        JSON,
    ),
    description=(
        "ACTION is `install`, `uninstall` or `status`. Once installed, `git add` cleans notebooks as\n"
        "`nbtrack strip` does, checking out brings their outputs back, `git diff`, `git log -p` and\n"
        "`git blame` show cells, and git merges notebooks cell by cell. `hook install` makes a hook of\n"
        "git's own that checks what is staged, `hook uninstall` takes it away. Git itself calls\n"
        "`filter-process`, `clean FILE`, `smudge FILE` and `textconv FILE`, and `nbtrack merge`."
    ),
    examples=(
        ("nbtrack git install", "in this repository, for you"),
        ("nbtrack git install --attributes .gitattributes", "name the files where the whole team sees it"),
        ("nbtrack git install --replace", "in place of nbstripout's filter and nbdime's drivers"),
        ("nbtrack git status", "what is installed, and does it work?"),
        ("nbtrack git uninstall", "take out exactly what was put in"),
        ("nbtrack git hook install", "check what is staged before each commit, without pre-commit"),
    ),
)
# Each action with the module that has it and the options that mean something to it.
_WRITING = ("global", "attributes", "dry-run", "json")
ACTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "install": ("setup", (*_WRITING, "no-filter", "replace", "command")),
    "uninstall": ("setup", _WRITING),
    "status": ("setup", ("json",)),
    "hook": ("hook", ("command", "dry-run", "json")),
    "filter-process": ("filter", ()),
    "clean": ("filter", ()),
    "smudge": ("filter", ()),
    "textconv": ("textconv", ("keep-outputs",)),
}
_OF_A_FILE = ("clean", "smudge", "textconv")
_WITH_A_WORD = ("hook",)


def run(args: Args, out: Output) -> int:
    """Do one thing, importing what that needs and nothing else: git starts some of them all the time."""
    action = args.positional[0]
    require_action(action, args, {name: meant for name, (_, meant) in ACTIONS.items()})
    if action not in _WITH_A_WORD and (len(args.positional) > 1) != (action in _OF_A_FILE):
        raise UsageError(f"nbtrack git {action} takes {'one' if action in _OF_A_FILE else 'no'} file")
    module = __import__(f"nbtrack.cli.git.{ACTIONS[action][0]}", fromlist=["ACTIONS"])
    do: Callable[[Args, Output], int] = module.ACTIONS[action]
    return do(args, out)
