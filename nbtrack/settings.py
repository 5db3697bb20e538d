"""What pyproject.toml or nbtrack.toml says, checked against the one list of settings.

A folder's own file wins over those above it, key by key; the search ends at the project's root.
"""

from __future__ import annotations

import os

from nbtrack.errors import SettingsError
from nbtrack.project import ancestors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    SettingsFile = tuple[str, tuple[str, ...]]  # its path, and the table in it that is ours
    SettingsState = tuple[tuple[int, int] | None, ...]

DEFAULT = "default"
# What a table holds under each of its keys.
LISTS, TEXTS, TABLES = "lists of texts", "texts", "tables"


class Setting:
    """One setting: its dotted name, its default (whose type is the setting's type) and what it does.

    `of` says what a table holds.
    """

    __slots__ = ("choices", "default", "help", "name", "of")

    def __init__(
        self,
        name: str,
        default: object,
        help: str,  # noqa: A002 - the word that everybody expects here
        choices: tuple[str, ...] = (),
        of: str = LISTS,
    ) -> None:
        self.of = of
        self.name = name
        self.default = default
        self.help = help
        self.choices = choices


SETTINGS = (
    Setting("exclude", (), "paths that are never looked at, as globs from the folder of the settings file"),
    Setting("check.select", (), "rules that run, by code or prefix; empty: those on by default"),
    Setting("check.extend-select", (), "rules that run besides the selected ones"),
    Setting("check.ignore", (), "rules that do not run"),
    Setting("check.max-output-size", 500_000, "characters above which an output or attachment is too large"),
    Setting("check.cache", True, "remember what was found in notebooks that did not change"),
    Setting("check.jobs", 0, "processes that check many notebooks at once; 0: one for each processor"),
    Setting("check.kernels", (), "kernel names that everybody who works on the project has"),
    Setting("check.builtins", (), "names that are there although no cell defines them"),
    Setting("check.per-file-ignores", {}, "rules that do not run on some paths: glob = [codes]"),
    Setting("check.plugins", (), "installed plug-ins whose rules run besides nbtrack's own"),
    Setting(
        "check.baseline",
        "nbtrack-baseline.json",
        "findings that are not reported: a file beside the settings file or at the project's root",
    ),
    Setting("strip.keep-outputs", False, "leave outputs where they are"),
    Setting("strip.keep-counts", False, "leave execution counts where they are"),
    Setting("strip.keep-tags", ("keep_output",), "cells with one of these tags keep their outputs"),
    Setting("strip.keep-init-cells", True, "initialisation cells keep their outputs"),
    Setting("strip.keep-size", 0, "keep outputs of at most so many characters"),
    Setting("strip.keep-types", (), "keep outputs of these types: `type` or `type:name`, as stream:stderr"),
    Setting("strip.drop-types", (), "drop outputs of these types, even in cells that keep theirs"),
    Setting("strip.keep-mimes", (), "keep only these MIME types of outputs, as text/*"),
    Setting("strip.drop-mimes", (), "drop these MIME types of outputs, as image/*"),
    Setting("strip.drop-matching", (), "drop outputs with text that matches these regular expressions"),
    Setting("strip.drop-addresses", False, "take memory addresses out of the text of outputs that stay"),
    Setting("strip.drop-tags", (), "drop cells with one of these tags"),
    Setting("strip.drop-empty", False, "drop cells without any text"),
    Setting(
        "strip.drop-metadata", (), "drop this metadata too: metadata.KEY or cell.metadata.KEY, * allowed"
    ),
    Setting("strip.keep-metadata", (), "keep this metadata although it is transient"),
    Setting("strip.only-metadata", (), "drop all metadata but this"),
    Setting("strip.ids", "keep", "what becomes of cell ids", ("keep", "renumber", "drop")),
    Setting(
        "strip.kernel",
        "keep",
        "what becomes of kernelspec and language version",
        ("keep", "drop", "version", "canonical"),
    ),
    Setting("pair.format", "py:percent", "the format of a new pair, as jupytext names it"),
    Setting("extract.magics", {}, "what becomes of magics: '%name' = drop, refuse or Python", of=TEXTS),
    Setting("extract.plugins", (), "installed plug-ins that translate magics"),
    Setting("smoke.timeout", 600, "seconds that a notebook may run outside Jupyter"),
    Setting(
        "smoke.memory", "", "memory that a notebook may take outside Jupyter, as 2G; empty: all there is"
    ),
    Setting("smoke.python", "", "the interpreter that runs it, from the settings file; empty: it is found"),
    Setting("smoke.env", {}, "environment variables that it gets: NAME = text", of=TEXTS),
    Setting("smoke.parameters", {}, "parameters for some paths: glob = { name = value }", of=TABLES),
    Setting("smoke.jobs", 1, "notebooks that run at once; 0: one for each processor"),
    Setting("smoke.isolated", False, "run in a scratch copy of the project, as git sees it"),
    Setting("smoke.isolated-max-size", 500_000_000, "bytes that such a copy may take"),
    Setting("smoke.cache", True, "remember what passed, and run it again only when something changed"),
    Setting(
        "undo.on",
        "auto",
        "when overwritten files are kept; auto: when a person runs it",
        ("auto", "always", "never"),
    ),
    Setting("undo.keep-days", 30, "days that overwritten files are kept for undo"),
    Setting("undo.max-size", 200_000_000, "bytes that overwritten files may take; the oldest go first"),
    Setting("git.keep-outputs", True, "keep outputs that the git filter takes out, and bring them back"),
    Setting("git.outputs-keep-days", 90, "days that such outputs are kept after they were used last"),
    Setting("git.outputs-max-size", 2_000_000_000, "bytes that they may take; the oldest go first"),
    Setting("metrics", {}, 'what is better of a metric: name = "min" or "max"', ("min", "max"), of=TEXTS),
    Setting("record.follow", True, "follow which files, modules and packages a run uses"),
    Setting(
        "record.keep-state",
        "auto",
        "when the variables of a run that did not finish are kept for --resume; auto: when it ran long",
        ("auto", "always", "never"),
    ),
    Setting("record.state-after", 30, "seconds that the cells must have taken, where that is auto"),
    Setting("record.state-max-size", 1_000_000_000, "bytes that the variables of one run may take"),
    Setting("record.state-max-seconds", 60, "seconds that keeping them may take"),
    Setting("record.state-keep-days", 7, "days that they are kept"),
    Setting("store.path", "", "where the store is; empty: .nbtrack beside the project's root"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


# The files that say what holds below their folder, with where in them that stands.
_FILES: dict[str, tuple[str, ...]] = {"nbtrack.toml": (), "pyproject.toml": ("tool", "nbtrack")}


class Settings:
    """The values that hold for a folder, and the file that each comes from."""

    __slots__ = ("_origins", "_values")

    def __init__(self, values: dict[str, Any], origins: dict[str, str]) -> None:
        self._values = values
        self._origins = origins

    def value(self, name: str) -> Any:
        """Return what holds for a setting; lists come as tuples."""
        return self._values.get(name, _BY_NAME[name].default)

    def origin(self, name: str) -> str:
        """Return the file that sets a setting, or "default"."""
        return self._origins.get(name, DEFAULT)

    def holds_same(self, other: Settings) -> bool:
        """Tell whether every setting has the same value, wherever it comes from."""
        return self._values == other._values


def read_settings(folder: str = ".") -> Settings:
    """Read the settings that hold in a folder; raises SettingsError with the nearest name."""
    return settings_from(settings_files(folder))


def settings_from(files: tuple[SettingsFile, ...]) -> Settings:
    """Read what `settings_files` found."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for path, prefix in reversed(files):
        for name, value in _flattened(_table(path, prefix), path).items():
            values[name] = value
            origins[name] = path
    return Settings(values, origins)


def inherits(folder: str) -> bool:
    """Tell whether the same holds in a folder as in the one above, since no file in it says anything else."""
    return not any(os.path.exists(os.path.join(folder, name)) for name in (*_FILES, ".git"))


def settings_places(folder: str) -> tuple[str, ...]:
    """Return the files that could set what holds in a folder, whether they are there or not."""
    return tuple(path for path, _ in _places(folder))


def settings_state(places: tuple[str, ...]) -> SettingsState:
    """Return the state of such files: equal states, equal settings."""
    return tuple(map(_state, places))


def _state(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def settings_files(
    folder: str, known: dict[str, tuple[SettingsFile, ...]] | None = None
) -> tuple[SettingsFile, ...]:
    """List settings files from a folder up to the project's root, nearest first.

    `known` are those of folders that were asked for before: many folders have the same above them.
    """
    return _files_from(os.path.abspath(folder), {} if known is None else known)


def _files_from(folder: str, known: dict[str, tuple[SettingsFile, ...]]) -> tuple[SettingsFile, ...]:
    if folder not in known:
        found = tuple(place for place in _places_in(folder) if os.path.isfile(place[0]))
        above = os.path.dirname(folder)
        if above != folder and not _is_root(folder):
            found += _files_from(above, known)
        known[folder] = found
    return known[folder]


def _places(folder: str) -> list[SettingsFile]:
    found: list[SettingsFile] = []
    for above in ancestors(folder):
        found += _places_in(above)
        if _is_root(above):
            break
    return found


def _places_in(folder: str) -> list[SettingsFile]:
    return [(os.path.join(folder, name), prefix) for name, prefix in _FILES.items()]


def _is_root(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


def _table(path: str, prefix: tuple[str, ...]) -> dict[str, Any]:
    with open(path, "rb") as file:
        raw_b = file.read()
    if prefix and b"nbtrack" not in raw_b:  # most pyproject.toml files: spare the import of a TOML reader
        return {}
    from nbtrack.toml import parse_toml

    try:
        table: Any = parse_toml(raw_b)
    except ValueError as error:
        raise SettingsError(f"cannot read {path}: {error}") from None
    for depth, key in enumerate(prefix, 1):
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise SettingsError(f"{path}: [{'.'.join(prefix[:depth])}] must be a table")
    found: dict[str, Any] = table
    return found


def _flattened(table: dict[str, Any], path: str, above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and name not in _BY_NAME:
            if not any(known.startswith(f"{name}.") for known in _BY_NAME):
                raise _unknown(name, path)
            flat |= _flattened(value, path, f"{name}.")
        else:
            flat[name] = _checked(name, value, path)
    return flat


def _checked(name: str, value: object, path: str) -> Any:
    setting = _BY_NAME.get(name)
    if setting is None:
        raise _unknown(name, path)
    if isinstance(value, list) and all(isinstance(element, str) for element in value):
        value = tuple(value)
    if type(value) is not type(setting.default) or not _holds(value, setting.of):
        raise SettingsError(f"{path}: {name} must be {_type_name(setting)}, not {value!r}")
    if type(value) is int and value < 0:  # all of them count something
        raise SettingsError(f"{path}: {name} cannot be {value}", hint="0 is the least")
    if isinstance(value, dict):
        return _checked_table(setting, value, path)
    if setting.choices and value not in setting.choices:
        raise SettingsError(
            f"{path}: {name} cannot be {value!r}", hint=f"choose from {', '.join(setting.choices)}"
        )
    return value


def _checked_table(setting: Setting, table: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a table whose values are what a setting lets one choose from, if it does."""
    for key, value in table.items() if setting.choices else ():
        if value not in setting.choices:
            raise SettingsError(
                f"{path}: {setting.name}.{key} cannot be {value!r}",
                hint=f"choose from {', '.join(setting.choices)}",
            )
    return table


def _type_name(setting: Setting) -> str:
    names = {
        bool: "true or false",
        int: "a whole number",
        str: "a text",
        tuple: "a list of texts",
        dict: f"a table of {setting.of}",
    }
    return names[type(setting.default)]


def _holds(table: object, what: str) -> bool:
    """Tell whether a table holds such values only; what is no table does."""
    if not isinstance(table, dict):
        return True
    if what == LISTS:
        return all(isinstance(v, list) and all(isinstance(e, str) for e in v) for v in table.values())
    return all(isinstance(value, str if what == TEXTS else dict) for value in table.values())


def _unknown(name: str, path: str) -> SettingsError:
    from difflib import get_close_matches

    close = get_close_matches(name, _BY_NAME, n=1)
    hint = f'did you mean "{close[0]}"?' if close else "`nbtrack config` lists all settings"
    return SettingsError(f'unknown setting "{name}" in {path}', hint=hint)
