"""`nbtrack completion`: let a shell complete commands and options."""

from __future__ import annotations

from nbtrack.cli.completion import SHELLS, script_for
from nbtrack.cli.options import Command
from nbtrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "completion",
    "let a shell complete commands and options",
    arguments=("SHELL", 1, 1),
    description=(
        "SHELL is `bash`, `zsh` or `fish`. The script goes to stdout, and completes without calling nbtrack."
    ),
    examples=(
        ('eval "$(nbtrack completion bash)"', "in ~/.bashrc; for zsh in ~/.zshrc, behind compinit"),
        ("nbtrack completion fish > ~/.config/fish/completions/nbtrack.fish", "once, for fish"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Print the script."""
    shell = args.positional[0]
    if shell not in SHELLS:
        raise UsageError(f"there is no completion for {shell!r}", hint=f"there is {', '.join(SHELLS)}")
    from importlib import import_module

    from nbtrack.cli.main import command_names

    commands = [import_module(f"nbtrack.cli.commands.{name}").COMMAND for name in command_names()]
    out.raw(script_for(shell, commands).encode())
    return 0
