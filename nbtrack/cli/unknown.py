"""What somebody may have meant who typed no command of ours."""

from __future__ import annotations

from nbtrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Words of other tools, of git, and the questions that the help puts above its commands.
_MEANT = {
    command: words.split()
    for command, words in {
        "check": "lint scan status validate verify",
        "strip": "clean clear wipe",
        "undo": "revert unstrip",
        "init": "setup",
        "git install": "filter install",
        "git uninstall": "uninstall",
        "git hook install": "hook hooks",
        "extract": "convert script to",
        "smoke": "prove test",
        "run": "exec execute record start",
        "reproduce": "repro rerun",
        "snapshot": "commit save",
        "restore": "checkout",
        "params": "inspect parameters",
        "rm": "delete remove",
        "runs": "experiments list ls search",
        "show": "info describe",
        "log": "history",
        "ui": "dashboard open serve server view web",
        "share": "html report",
        "config": "settings",
    }.items()
}


def unknown(word: str, commands: Iterable[str]) -> UsageError:
    """Return the error, with the command that is nearest to the word by meaning or else by its letters."""
    if word.startswith("-"):
        return UsageError(
            f"nbtrack has no option {word}",
            hint="options stand behind the command, as in `nbtrack check --json`; see `nbtrack --help`",
        )
    return UsageError(f"there is no command {word!r}", hint=_hint(word.lower(), list(commands)))


def _hint(word: str, commands: list[str]) -> str:
    meant = [command for command, words in _MEANT.items() if word in words]
    if not meant:
        from difflib import get_close_matches

        meant = get_close_matches(word, commands, n=1)
    return f"did you mean `nbtrack {meant[0]}`?" if meant else "see `nbtrack --help`"
