"""The requirements of a script: what its notebook installs, and what it imports besides."""

from __future__ import annotations

import sys

from nbtrack.rules.portability.declared.modules import ALWAYS_THERE, DISTRIBUTIONS, provides
from nbtrack.rules.portability.declared.names import required
from nbtrack.rules.portability.declared.project import has_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_ADDRESSES = ("git+", "hg+", "http://", "https://")


def wanted(modules: Iterable[str], recorded: Iterable[str], folder: str) -> tuple[list[str], list[str]]:
    """Return requirements as PEP 508 has them, and what is none and a person has to look at."""
    requirements: dict[str, str] = {}
    others: list[str] = []
    for text in recorded:
        requirement = _requirement(text)
        if requirement is None:
            others.append(text)
        else:
            requirements.setdefault(required(text) or text, requirement)
    for name in _distributions(modules, frozenset(requirements), folder):
        requirements.setdefault(name, name)
    return list(requirements.values()), others


def _requirement(text: str) -> str | None:
    """Return a text as a requirement, an address with its name before it; None where it is none."""
    from packaging.requirements import InvalidRequirement, Requirement

    name = required(text)
    try:
        return str(Requirement(f"{name} @ {text}" if name and text.startswith(_ADDRESSES) else text))
    except InvalidRequirement:
        return None


def _distributions(modules: Iterable[str], names: frozenset[str], folder: str) -> list[str]:
    found: list[str] = []
    for dotted in modules:
        module = dotted.partition(".")[0]
        if module in sys.stdlib_module_names or module in ALWAYS_THERE or provides(names, module):
            continue
        if not has_module(folder, module):
            found.append(_distribution(dotted))
    return list(dict.fromkeys(filter(None, found)))


def _distribution(dotted: str) -> str:
    """Return the distribution that most likely brings a module, empty where the module does not tell."""
    module, *below = dotted.split(".")
    if module in ("google", "azure"):
        depth = 2 if below[:1] == ["cloud"] else 1
        return "-".join([module, *below[:depth]]).replace("_", "-") if below and below != ["colab"] else ""
    return DISTRIBUTIONS.get(module, (module.replace("_", "-"),))[0]
