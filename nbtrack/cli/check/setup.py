"""Which rules run on which notebook, and with which options: settings with the command line on top."""

from __future__ import annotations

import os

from nbtrack.errors import SettingsError, UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.notebook.patterns import excluded
from nbtrack.rules.plugins import rules_with
from nbtrack.rules.selection import require, select
from nbtrack.settings import SETTINGS, settings_files, settings_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.rules.options import Options
    from nbtrack.rules.rule import Rule
    from nbtrack.settings import Settings, SettingsFile

    Ignore = tuple[str, Sequence[str]]

STDIN_NAME = "<stdin>"


class Setup:
    """What holds for the notebooks of one folder."""

    __slots__ = ("_by_ignored", "_ignores", "_known", "_options", "exclude", "rules", "settings")

    def __init__(self, settings: Settings, args: Args) -> None:
        self.settings = settings
        self._known = rules_with(settings.value("check.plugins"))
        self._ignores = _ignores(args) + tuple(settings.value("check.per-file-ignores").items())
        _require_rules(settings, self._known)
        require((code for _, codes in self._ignores for code in codes), self._known)
        selected, extended = _listed(args, "select"), _listed(args, "extend-select")
        asked_for = selected + extended  # by the person at the keyboard, who wins over a file
        self.rules = select(
            self._known,
            selected=selected or settings.value("check.select"),
            extended=settings.value("check.extend-select") + extended,
            ignored=_without(settings.value("check.ignore"), asked_for) + _listed(args, "ignore"),
        )
        self._options: Options | None = None
        self._by_ignored: dict[tuple[str, ...], tuple[Rule, ...]] = {(): self.rules}
        if settings.value("extract.magics") or settings.value("extract.plugins"):
            from nbtrack.script.magics.custom import magics_of

            magics_of(settings)  # says what is wrong with them before a rule stumbles over it
        self.exclude = settings.value("exclude") + args.values("exclude")

    @property
    def options(self) -> Options:
        """Return what rules are told, which nobody needs where all findings are remembered."""
        if self._options is None:
            from nbtrack.rules.options import options_from

            self._options = options_from(self.settings)
        return self._options

    def ignored_for(self, path: str) -> tuple[str, ...]:
        """Return the codes of rules that do not run on one notebook."""
        if not self._ignores:
            return ()
        return tuple(code for glob, codes in self._ignores if excluded(path, (glob,)) for code in codes)

    def rules_for(self, path: str) -> tuple[Rule, ...]:
        """Return the rules that run on one notebook."""
        ignored = self.ignored_for(path)
        if ignored not in self._by_ignored:
            left = select(self._known, selected=("ALL",), ignored=ignored)
            self._by_ignored[ignored] = tuple(rule for rule in self.rules if rule in left)
        return self._by_ignored[ignored]

    def by_code(self) -> dict[str, Rule]:
        """Return every rule that is known here, those of plug-ins too."""
        return {rule.code: rule for rule in self._known}

    def told(self) -> str:
        """Return all that rules may be told, as text: their options are made of settings."""
        return repr([self.settings.value(setting.name) for setting in SETTINGS])


class Setups:
    """The setup of each folder, read once; folders with the same settings files share it."""

    __slots__ = ("_args", "_by_files", "_by_folder", "_files")

    def __init__(self, args: Args) -> None:
        self._args = args
        self._by_folder: dict[str, Setup] = {}
        self._by_files: dict[tuple[SettingsFile, ...], Setup] = {}
        self._files: dict[str, tuple[SettingsFile, ...]] = {}

    def of(self, path: str) -> Setup:
        """Return what holds for a path; raises SettingsError or UsageError."""
        folder = os.path.dirname(self.name_of(path)) or "."
        if folder not in self._by_folder:
            files = settings_files(folder, self._files)
            if files not in self._by_files:
                self._by_files[files] = Setup(settings_from(files), self._args)
            self._by_folder[folder] = self._by_files[files]
        return self._by_folder[folder]

    def here(self) -> Settings:
        """Return the settings of the folder that the command was called in."""
        return self.of(".").settings

    def name_of(self, path: str) -> str:
        """Return the name under which a path is reported: stdin may have one of its own."""
        return (self._args.value("stdin-filename") or STDIN_NAME) if path == STDIN else path


def _require_rules(settings: Settings, known: Sequence[Rule]) -> None:
    """Say which file names a rule that nobody knows."""
    for name in ("check.select", "check.extend-select", "check.ignore", "check.per-file-ignores"):
        value = settings.value(name)
        selectors = [code for codes in value.values() for code in codes] if isinstance(value, dict) else value
        try:
            require(selectors, known)
        except UsageError as error:
            message = f"{settings.origin(name)}: {name}: {error.message}"
            raise SettingsError(message, hint=error.hint) from None


def _ignores(args: Args) -> tuple[Ignore, ...]:
    """Read --per-file-ignores; a path may hold colons, codes cannot."""
    ignores = []
    for given in args.values("per-file-ignores"):
        glob, colon, codes = given.rpartition(":")
        if not (glob and colon and codes):
            raise UsageError(f"--per-file-ignores needs GLOB:CODES, as tutorials/*:NBT101, not {given!r}")
        ignores.append((glob, [code.strip() for code in codes.split(",")]))
    return tuple(ignores)


def _without(selectors: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(selector for selector in selectors if selector not in others)


def _listed(args: Args, name: str) -> tuple[str, ...]:
    return tuple(code.strip() for value in args.values(name) for code in value.split(",") if code.strip())
