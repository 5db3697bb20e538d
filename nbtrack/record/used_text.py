"""Words for what a run used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.terminal import count_text, size_text

if TYPE_CHECKING:
    from collections.abc import Mapping


_REMARKS = {
    "gone": "gone since",
    "changed_since": "changed by another program since",
    "named": "named in the code",
    "argument": "given to a program",
    "opened": "opened by a library or a program",
    "inside": "in a folder that the run made",
    "lfs": "a pointer of git-lfs",
    "dvc": "kept by DVC",
}


def remarks_on(file: Mapping[str, Any]) -> list[str]:
    """Return what there is to say of a file beside its path."""
    return [text for name, text in _REMARKS.items() if file.get(name)]


def machine_text(found: Mapping[str, Any]) -> str:
    """Return the machine in a line."""
    cpus = found["cpus"] or 1
    parts = [f"{found['cpu']}, {count_text(cpus, 'processor')}"]
    if found.get("memory_bytes"):
        parts.append(f"{size_text(found['memory_bytes'])} of memory")
    parts += [f"{gpu['name']} (driver {gpu['driver']})" for gpu in found.get("gpus", ())]
    return ", ".join(parts)
