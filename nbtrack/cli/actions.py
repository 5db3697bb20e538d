"""Commands of several actions, each with options of its own."""

from __future__ import annotations

from nbtrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nbtrack.cli.options import Args


def require_action(action: str, args: Args, actions: Mapping[str, Collection[str]]) -> None:
    """Refuse an action that there is not, and options that mean nothing to it; raises UsageError."""
    command = args.command
    if action not in actions:
        raise UsageError(
            f"there is no `nbtrack {command.name} {action}`", hint=f"there is {', '.join(actions)}"
        )
    for option in command.options:
        if args.flag(option.key) and option.key not in actions[action]:
            meant = ", ".join(name for name, options in actions.items() if option.key in options)
            raise UsageError(
                f"--{option.key} means nothing to `nbtrack {command.name} {action}`",
                hint=f"it goes with {meant}" if meant else None,
            )
