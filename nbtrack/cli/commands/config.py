"""`nbtrack config`: which settings hold, and where each comes from."""

from __future__ import annotations

import os

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import UsageError
from nbtrack.settings import SETTINGS, Settings, read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "config",
    "show which settings hold and where they come from",
    arguments=("FOLDER", 0, 1),
    options=(JSON, Option("--schema", help="print a JSON Schema of the settings")),
    description=(
        "Settings stand in [tool.nbtrack] of pyproject.toml or in nbtrack.toml. The file nearest to a\n"
        "folder wins, setting by setting; options on the command line win over every file."
    ),
    examples=(
        ("nbtrack config", "the settings that hold here"),
        ("nbtrack config --schema > nbtrack.schema.json", "let an editor complete and check nbtrack.toml"),
    ),
)


def run(args: Args, out: Output) -> int:
    """Print every setting with its value, its origin and what it does."""
    if args.flag("schema"):
        from nbtrack.settings_schema import schema

        out.json(schema())
        return 0
    settings = read_settings(_folder(args))
    if args.flag("json"):
        rows = [_row(settings, setting.name, setting.help) for setting in SETTINGS]
        out.json({"schema": "nbtrack.config/1", "settings": rows})
        return 0
    for setting in SETTINGS:
        value, origin = settings.value(setting.name), settings.origin(setting.name)
        out.styled(
            f"{out.paint(setting.name, 'bold')} = {out.paint(_toml(value))}  {out.paint(origin, 'dim')}"
        )
        out.line(f"    {setting.help}")
    return 0


def _folder(args: Args) -> str:
    place = args.positional[0] if args.positional else "."
    if not os.path.exists(place):
        raise UsageError(f"there is no {place}", hint="FOLDER is one of the project, or a notebook in it")
    return place if os.path.isdir(place) else os.path.dirname(place) or "."


def _row(settings: Settings, name: str, text: str) -> dict[str, Any]:
    return {"name": name, "value": settings.value(name), "origin": settings.origin(name), "help": text}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(element) for element in value) + "]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_quoted(key)} = {_toml(element)}" for key, element in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """Quote a text as TOML does; it escapes as JSON does."""
    import json

    return json.dumps(text, ensure_ascii=False)
