"""What jupytext's own settings say, read as jupytext does, without importing it."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from nbtrack.errors import PairError
from nbtrack.pairing.formats import AUTO, Format, parse_formats
from nbtrack.pairing.jupytext_files import PYPROJECT, read_toml, settings_file

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
    found = settings_file(folder)
    return JupytextSettings(found, _read(found)) if found else JupytextSettings(None, {})


def _joined(part: object) -> str:
    """Return a group as one text; a table gives each format the root folder that is its key."""
    if isinstance(part, dict):
        return ",".join(f"{key.removesuffix('/')}///{fmt}" if key else str(fmt) for key, fmt in part.items())
    return str(part)


def _preferred(fmt: Format, preferred: tuple[Format, ...]) -> Format:
    if fmt.name:
        return fmt
    names = (other.name for other in preferred if other.extension in (fmt.extension, AUTO))
    return fmt._replace(name=next(names, ""))


def _read(path: str) -> dict[str, Any]:
    name = os.path.basename(path)
    if name == PYPROJECT:
        values = read_toml(path)["tool"]["jupytext"]
    elif name.endswith((".toml", "jupytext")):
        values = read_toml(path)
    elif name.endswith(".py"):
        raise PairError(
            f"{path} is a program, which nbtrack does not run", hint="say the same in a jupytext.toml"
        )
    else:
        values = _read_other(path)
    if not isinstance(values, dict):
        raise PairError(f"cannot read {path}: jupytext's settings must be a table")
    return values


def _read_other(path: str) -> Any:
    from nbtrack.pairing.jupytext_adapter import read_settings_file

    return read_settings_file(path) or {}
