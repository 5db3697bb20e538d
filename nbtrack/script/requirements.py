"""What a shell command installs."""

from __future__ import annotations

import re

from nbtrack.script.options import words

_INSTALL = re.compile(
    r"(?:sudo\s+)?(?:(?:-H|-E)\s+)?"
    r"(?:[\w./{}$\"'-]*(?:python[\d.]*|executable)[}\"']*\s+-m\s+)?"
    r"(?:uv\s+)?(?:pip[\d.]*|conda|mamba|micromamba|uv)\s+(?:-\S+\s+)*(?:install|add)\s+(?P<what>.*)",
    re.DOTALL,
)
_SEPARATOR = re.compile(r"\s*(?:&&|\|\||[;|\n])\s*")
_REDIRECTION = re.compile(r"\s\d?&?>{1,2}(?!=)\s*(?:&\d|\S+)")
_ONLY_PRINTS = re.compile(r"(?:tail|head|grep|echo|cat|tee)\b|$")
_WITH_VALUE = frozenset((
    "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t", "--target", "-n", "--name", "-p",
    "--prefix", "--root", "--trusted-host", "--python", "--progress-bar", "--cache-dir", "--timeout",
    "--channel",
))  # fmt: skip
_FILES = frozenset(("-r", "--requirement", "-c", "--constraint", "-e", "--editable", "--file"))


def installed_by(command: str) -> tuple[str, ...] | None:
    """Return what a command installs, None when it does anything else, or more than that."""
    found: list[str] = []
    is_install = False
    for part in commands(_REDIRECTION.sub("", command)):
        match = _INSTALL.fullmatch(part)
        if match:
            is_install = True
            found.extend(_requirements(match["what"], part))
        elif not _ONLY_PRINTS.match(part):
            return None
    return tuple(found) if is_install else None


def commands(command: str) -> list[str]:
    """Split a shell command into the simple ones that it is made of, quotes aside."""
    return [part.strip() for part in _SEPARATOR.split(command) if part.strip()]


def _requirements(what: str, command: str) -> list[str]:
    value_of = _WITH_VALUE | {"-c"} if "conda" in command or "mamba" in command else _WITH_VALUE
    found: list[str] = []
    rest = iter(words(what.partition(" #")[0]))
    for word in rest:
        if word in value_of:
            next(rest, None)
        elif word in _FILES:
            found.append(f"{word} {next(rest, '')}".strip())
        elif not word.startswith("-"):
            found.append(word)
    return found
