"""Read the files in which Python projects declare their dependencies.

Each reader returns the names it finds, None where the file declares nothing. They are generous: a name too
many hides a finding, a name too few would make up one.
"""

from __future__ import annotations

import re

from nbtrack.rules.portability.declared.names import all_required, normalized, required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Names = set[str] | None
    Reader = Callable[[str], Names]

_IN_QUOTES = re.compile(r"""["']([^"'\n]+)["']""")
_YAML_ITEM = re.compile(r"^\s*-\s+[\"']?(?:[\w.-]+::)?([A-Za-z0-9][\w.-]*)", re.MULTILINE)
_TABLES = ("dependencies", "dependency-groups", "packages", "dev-packages")


def requirements_names(text: str) -> Names:
    """Read requirements.txt; files that it includes are somebody else's to read."""
    lines = text.replace("\\\n", " ").split("\n")
    return set(all_required(line for line in lines if not line.lstrip().startswith(("#", "-r", "-c", "--"))))


def included(text: str) -> list[str]:
    """List the files that a requirements.txt includes."""
    return re.findall(r"^\s*(?:-r|--requirement)[ =]*(\S+)", text, re.MULTILINE)


def toml_names(text: str) -> Names:
    """Read pyproject.toml, Pipfile or pixi.toml, of whichever tool."""
    from nbtrack.toml import parse_toml

    try:
        table = parse_toml(text.encode())
    except ValueError:
        return None
    found = set(_in_table(table))
    return found | _own_name(table) if found else None


def _own_name(table: dict[str, Any]) -> set[str]:
    """Return the project's own name: who installs it has its modules."""
    tool = table.get("tool")
    owners = (table.get("project"), tool.get("poetry") if isinstance(tool, dict) else None)
    names = [owner.get("name") for owner in owners if isinstance(owner, dict)]
    return {normalized(name) for name in names if isinstance(name, str)}


def _in_table(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key.endswith(_TABLES):
            yield from _declared_by(value)
        elif isinstance(value, dict) and key != "build-system":
            yield from _in_table(value)


def _declared_by(value: object) -> Iterator[str]:
    """Yield names from a list, a table by name, or groups of either."""
    if isinstance(value, list):
        yield from all_required(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, list) and not any(
                isinstance(one, dict) and "version" in one for one in inner
            ):
                yield from all_required(inner)  # a group; of a name, Poetry lists a version for each Python
            elif key != "python":
                yield normalized(key)


def environment_names(text: str) -> Names:
    """Read a conda environment.yml, the part for pip too; other YAML lists no `dependencies` at its top."""
    _, found, dependencies = f"\n{text}".partition("\ndependencies:")
    return {normalized(name) for name in _YAML_ITEM.findall(dependencies)} if found else None


def setup_names(text: str) -> Names:
    """Read setup.py or setup.cfg: every quoted text or indented line may be a requirement."""
    if "install_requires" not in text and "extras_require" not in text:
        return None
    indented = [line for line in text.split("\n") if line.startswith((" ", "\t"))]
    assigned = [line.partition("=")[2] for line in text.split("\n") if "_requires" in line]
    return set(all_required([*_IN_QUOTES.findall(text), *indented, *assigned]))


def lock_names(text: str) -> Names:
    """Read a lock file, in TOML, JSON or YAML: it has what comes along with the declared ones."""
    found = re.findall(r"""^\s*(?:- )?name\s*[=:]\s*["']?([\w.-]+)""", text, re.MULTILINE)
    found += re.findall(r"""^\s+"([\w.-]+)": \{""", text, re.MULTILINE)
    return {name for name in map(required, found) if name}


_READERS: dict[str, Reader] = {
    "pyproject.toml": toml_names,
    "Pipfile": toml_names,
    "pixi.toml": toml_names,
    "setup.py": setup_names,
    "setup.cfg": setup_names,
}


def reader_of(name: str) -> Reader:
    """Return what reads a file of such a name; any other is taken for a requirements file."""
    if name.endswith(".lock") or name in ("pylock.toml", "conda-lock.yml"):
        return lock_names
    return environment_names if name.endswith((".yml", ".yaml")) else _READERS.get(name, requirements_names)
