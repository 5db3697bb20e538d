"""Write the functions of the prelude that a script calls into it."""

from __future__ import annotations

import os
import re
from functools import cache

_FOLDER = os.path.join(os.path.dirname(__file__), "prelude")
_CALL = re.compile(r"\b_(nb_[a-z_]+)\b")
_NEEDED = re.compile(r"^from nbtrack\.script\.prelude\.(\w+) import .*\n", re.MULTILINE)
_DOCSTRING = re.compile(r'\A""".*?"""\n+', re.DOTALL)
_ONLY_FOR_US = re.compile(r"[ \t]*# (?:noqa|type: ignore).*$|^__all__ = .*\n", re.MULTILINE)


def called(code: str) -> set[str]:
    """Return the functions of the prelude that code calls."""
    return {name for name in _CALL.findall(code) if name in _names()} if "_nb_" in code else set()


def prelude(names: set[str]) -> str:
    """Return the text of functions and of those that they need, empty where there are none."""
    wanted: dict[str, None] = {}
    for name in sorted(names):
        _collect(name, wanted)
    parts = [_ONLY_FOR_US.sub("", _NEEDED.sub("", _DOCSTRING.sub("", _text(name)))) for name in wanted]
    return "\n\n".join(part.strip() + "\n" for part in parts)


def _collect(name: str, wanted: dict[str, None]) -> None:
    for needed in _NEEDED.findall(_text(name)):
        _collect(needed, wanted)
    wanted[name] = None


@cache
def _names() -> frozenset[str]:
    return frozenset(name.removesuffix(".py") for name in os.listdir(_FOLDER) if name.endswith(".py"))


@cache
def _text(name: str) -> str:
    with open(os.path.join(_FOLDER, f"{name}.py"), encoding="utf-8") as file:
        return file.read()
