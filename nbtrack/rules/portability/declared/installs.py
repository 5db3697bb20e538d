"""What a notebook installs itself."""

from __future__ import annotations

import re

from nbtrack.rules.portability.declared.names import required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# `%pip install`, `!pip3 install`, `!{sys.executable} -m pip install`, `["pip", "install", …]`, `uv add` …
_INSTALL = re.compile(
    r"\b(?:pip[\d.]*|conda|mamba|micromamba|uv|poetry|pipx|easy_install)\b.{0,80}?\b(?:install|add)\b(.*)"
)
_LONGEST = 200
_FILE = re.compile(r"(?:-r|--requirement)[ =\"',]*([^\s\"',]+)")


def installs(sources: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the distributions that code installs, and the requirements files it installs from."""
    names: set[str] = set()
    files: set[str] = set()
    for source in sources:
        if "install" not in source and " add " not in source:
            continue
        for line in source.replace("\\\n", " ").split("\n"):
            found = _INSTALL.search(line)
            if found:
                files.update(_FILE.findall(found[1]))
                words = re.split(r"[\s\"',\])]+", found[1])
                short = [word for word in words if len(word) <= _LONGEST]
                names.update(name for name in map(required, short) if name)
    return names, files
