"""jupytext's own settings files, found and read as jupytext does, without importing it."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from nbtrack.errors import PairError
from nbtrack.pairing.formats import Format, parse_formats
from nbtrack.project import ancestors

_PLAIN_NAMES = ("jupytext", "jupytext.toml", "jupytext.yml", "jupytext.yaml", "jupytext.json")
_NAMES = (*_PLAIN_NAMES, *(f".{name}" for name in _PLAIN_NAMES), ".jupytext.py")
_PYPROJECT = "pyproject.toml"
# These say which files belong together, or concern Jupyter's own server; all others shape the text.
_NOT_ABOUT_TEXT = frozenset(
    {
        "cm_config_log_level",
        "default_jupytext_formats",
        "formats",
        "notebook_extensions",
        "outdated_text_notebook_margin",
        "preferred_jupytext_formats_read",
        "preferred_jupytext_formats_save",
    }
)


class JupytextSettings(NamedTuple):
    """What a settings file of jupytext says; path is None where there is no file."""

    path: str | None
    values: dict[str, Any]

    @property
    def folder(self) -> str | None:
        """Return the folder of the file, which is where its prefixes start."""
        return os.path.dirname(self.path) if self.path else None

    @property
    def shapes_text(self) -> bool:
        """Tell whether a setting changes how a notebook is written as text."""
        return not self.values.keys() <= _NOT_ABOUT_TEXT

    @property
    def groups(self) -> list[tuple[Format, ...]]:
        """Return the groups of formats that pair notebooks by default."""
        preferred = parse_formats(str(self.values.get("preferred_jupytext_formats_save") or ""))
        said = self.values.get("formats") or self.values.get("default_jupytext_formats") or []
        parts = said.split(";") if isinstance(said, str) else [said] if isinstance(said, dict) else said
        groups = (parse_formats(_joined(part)) for part in parts)
        return [tuple(_preferred(fmt, preferred) for fmt in group) for group in groups]


def settings_in(folder: str) -> JupytextSettings:
    """Read the settings that hold in a folder; raises PairError for a file that cannot be read."""
    found = _find(os.path.abspath(folder))
    return JupytextSettings(found, _read(found)) if found else JupytextSettings(None, {})


def _joined(part: object) -> str:
    """Return a group as one text; a table gives each format the root folder that is its key."""
    if isinstance(part, dict):
        return ",".join(f"{key.removesuffix('/')}///{fmt}" if key else str(fmt) for key, fmt in part.items())
    return str(part)


def _preferred(fmt: Format, preferred: tuple[Format, ...]) -> Format:
    if fmt.name:
        return fmt
    names = (other.name for other in preferred if other.extension in (fmt.extension, ".auto"))
    return fmt._replace(name=next(names, ""))


def _find(folder: str) -> str | None:
    ceilings = [os.path.abspath(path) for path in _variable("JUPYTEXT_CEILING_DIRECTORIES")]
    for above in ancestors(folder):
        found = _in_folder(above)
        if found or above in ceilings:
            return found
    return next(filter(None, map(_in_folder, _global_folders())), None)


def _in_folder(folder: str) -> str | None:
    for name in _NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    path = os.path.join(folder, _PYPROJECT)
    return path if os.path.isfile(path) and _has_table(path) else None


def _has_table(path: str) -> bool:
    with open(path, "rb") as file:
        if b"jupytext" not in file.read():  # most pyproject.toml files: spare the import of a TOML reader
            return False
    return _read_toml(path).get("tool", {}).get("jupytext") is not None


def _global_folders() -> list[str]:
    home = os.environ.get("HOME", "")
    if "XDG_CONFIG_HOME" in os.environ:
        own = _variable("XDG_CONFIG_HOME")
    elif "USERPROFILE" in os.environ:
        own = [os.environ["USERPROFILE"]]
    else:
        own = [os.path.join(home, ".config"), home] if home else []
    shared = _variable("XDG_CONFIG_DIRS") or ["/usr/local/share", "/usr/share"]
    return [path for folder in own + shared for path in (os.path.join(folder, "jupytext"), folder)]


def _variable(name: str) -> list[str]:
    return [path for path in os.environ.get(name, "").split(os.pathsep) if path]


def _read(path: str) -> dict[str, Any]:
    name = os.path.basename(path)
    if name == _PYPROJECT:
        values = _read_toml(path)["tool"]["jupytext"]
    elif name.endswith((".toml", "jupytext")):
        values = _read_toml(path)
    elif name.endswith(".py"):
        raise PairError(
            f"{path} is a program, which nbtrack does not run", hint="say the same in a jupytext.toml"
        )
    else:
        values = _read_other(path)
    if not isinstance(values, dict):
        raise PairError(f"cannot read {path}: jupytext's settings must be a table")
    return values


def _read_toml(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PairError(f"cannot read {path}: {error}") from None


def _read_other(path: str) -> Any:
    from nbtrack.pairing.jupytext_adapter import read_settings_file

    return read_settings_file(path) or {}
