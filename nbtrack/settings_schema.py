"""The settings as a JSON Schema, for editors and for whoever checks a settings file without nbtrack."""

from __future__ import annotations

from nbtrack.settings import LISTS, SETTINGS, TABLES, TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.settings import Setting

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXTS = {"type": "array", "items": {"type": "string"}}
_TYPES: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    str: {"type": "string"},
    tuple: _TEXTS,
    dict: {"type": "object"},
}
_HELD = {LISTS: _TEXTS, TEXTS: {"type": "string"}, TABLES: {"type": "object"}}


def schema() -> dict[str, Any]:
    """Return the schema of `nbtrack.toml`, which is that of `[tool.nbtrack]` in `pyproject.toml` too."""
    root = _table("Settings of nbtrack")
    for setting in SETTINGS:
        *above, key = setting.name.split(".")
        table = root
        for name in above:
            table = table["properties"].setdefault(name, _table(f"settings of `nbtrack {name}`"))
        table["properties"][key] = _described(setting)
    return {"$schema": DIALECT, "title": "nbtrack", **root}


def _table(description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "additionalProperties": False, "properties": {}}


def _described(setting: Setting) -> dict[str, Any]:
    default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
    described = {**_TYPES[type(setting.default)], "description": setting.help, "default": default}
    if isinstance(setting.default, dict):
        described["additionalProperties"] = (
            {"enum": list(setting.choices)} if setting.choices else _HELD[setting.of]
        )
    elif setting.choices:
        described["enum"] = list(setting.choices)
    return described
