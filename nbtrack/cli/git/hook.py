"""`nbtrack git hook`: check what is staged before each commit, by a hook of git itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.git.changes import SCHEMA, carry_out
from nbtrack.errors import UsageError
from nbtrack.git.drivers import own_command
from nbtrack.git.hook import hook_path, installed_hook, is_ours, uninstalled_hook, write_hook
from nbtrack.git.installing import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

_WORDS = ("install", "uninstall", "status")


def _hook(args: Args, out: Output) -> int:
    word = args.positional[1] if len(args.positional) > 1 else "status"
    if word not in _WORDS:
        raise UsageError(f"there is no `nbtrack git hook {word}`", hint=f"there is {', '.join(_WORDS)}")
    path = hook_path(".")
    if word == "status":
        return _status(path, args, out)
    is_coming = word == "install"
    changes = (
        installed_hook(path, args.value("command") or own_command()) if is_coming else uninstalled_hook(path)
    )
    carry_out(changes, args, out, write_hook)
    if args.flag("json"):
        return 0
    if not changes:
        out.note(f"nothing to do: {'it is there' if is_coming else 'there is none of ours'} ({path})")
    elif not args.flag("dry-run"):
        out.note(f"hook before each commit: {'installed' if is_coming else 'taken out'} ({path})")
    return 0


def _status(path: str, args: Args, out: Output) -> int:
    text = text_of(path)
    there = text is not None and is_ours(text)
    if args.flag("json"):
        out.json({"schema": SCHEMA, "path": path, "hook": there, "other": text is not None and not there})
    else:
        said = "installed" if there else "not installed" if text is None else "somebody else's"
        out.line(f"hook before each commit: {said} ({path})")
    return 0 if there else 1


ACTIONS: dict[str, Callable[[Args, Output], int]] = {"hook": _hook}
