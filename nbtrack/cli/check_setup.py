"""Which rules run on which notebook, and with which options: settings with the command line on top."""

from __future__ import annotations

import os

from nbtrack.notebook.files import STDIN
from nbtrack.notebook.patterns import excluded
from nbtrack.notebook.strip.policy import policy_from
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select
from nbtrack.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.rules.rule import Rule
    from nbtrack.settings import Settings

STDIN_NAME = "<stdin>"


class Setup:
    """What holds for the notebooks of one folder."""

    __slots__ = ("_ignores", "exclude", "options", "rules", "settings")

    def __init__(self, settings: Settings, args: Args) -> None:
        self.settings = settings
        selected, extended = _listed(args, "select"), _listed(args, "extend-select")
        asked_for = selected + extended  # by the person at the keyboard, who wins over a file
        self.rules = select(
            RULES,
            selected=selected or settings.value("check.select"),
            extended=settings.value("check.extend-select") + extended,
            ignored=_without(settings.value("check.ignore"), asked_for) + _listed(args, "ignore"),
        )
        self.options = Options(
            policy=policy_from(settings),
            max_output_size=settings.value("check.max-output-size"),
            kernels=settings.value("check.kernels"),
            builtins=settings.value("check.builtins"),
        )
        self.exclude = settings.value("exclude") + args.values("exclude")
        self._ignores: dict[str, list[str]] = settings.value("check.per-file-ignores")

    def rules_for(self, path: str) -> tuple[Rule, ...]:
        """Return the rules that run on one notebook."""
        ignored = [code for glob, codes in self._ignores.items() if excluded(path, (glob,)) for code in codes]
        if not ignored:
            return self.rules
        left = select(RULES, selected=("ALL",), ignored=ignored)
        return tuple(rule for rule in self.rules if rule in left)


class Setups:
    """The setup of each folder, read once."""

    __slots__ = ("_args", "_by_folder")

    def __init__(self, args: Args) -> None:
        self._args = args
        self._by_folder: dict[str, Setup] = {}

    def of(self, path: str) -> Setup:
        """Return what holds for a path; raises SettingsError or UsageError."""
        folder = os.path.dirname(self.name_of(path)) or "."
        if folder not in self._by_folder:
            self._by_folder[folder] = Setup(read_settings(folder), self._args)
        return self._by_folder[folder]

    def name_of(self, path: str) -> str:
        """Return the name under which a path is reported: stdin may have one of its own."""
        return (self._args.value("stdin-filename") or STDIN_NAME) if path == STDIN else path


def _without(selectors: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(selector for selector in selectors if selector not in others)


def _listed(args: Args, name: str) -> tuple[str, ...]:
    return tuple(code.strip() for value in args.values(name) for code in value.split(",") if code.strip())
