"""Add nbtrack's hooks to pre-commit's configuration, and leave every other byte of it as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nbtrack.adoption.proposal import with_lines
from nbtrack.adoption.yaml_text import parsed, scalar
from nbtrack.errors import AdoptionError

if TYPE_CHECKING:
    from nbtrack.adoption.origin import Origin

_REPOS = re.compile(r"^repos:[ \t]*(#.*)?\r?$", re.MULTILINE)
_ITEM = re.compile(r"^( *)- ")
_WITH = "cannot be added to; add nbtrack's hooks by hand"


def with_hooks(text: str | None, origin: Origin | None, *, pairs: bool) -> str:
    """Return the configuration with our hooks as its last ones; raises AdoptionError.

    Without an origin the hooks call the nbtrack that is installed.
    """
    old = parsed(text or "")
    hooks = ("check", "sync") if pairs else ("check",)
    if old is None:
        return with_lines(text, "repos:\n" + _entry(origin, hooks, ""), gap=False)
    if not isinstance(old, dict) or not isinstance(old.get("repos"), list):
        raise AdoptionError("it has no list of `repos`")
    if _has_ours(old["repos"]):
        return text or ""
    new = _inserted(text or "", origin, hooks)
    ours = parsed(_entry(origin, hooks, ""))
    if parsed(new) != old | {"repos": [*old["repos"], *ours]}:
        raise AdoptionError(f"the list of `repos` {_WITH}")
    return new


def _has_ours(repos: list[object]) -> bool:
    hooks = [hook for repo in repos if isinstance(repo, dict) for hook in repo.get("hooks") or ()]
    return any(isinstance(hook, dict) and str(hook.get("id", "")).startswith("nbtrack") for hook in hooks)


def _inserted(text: str, origin: Origin | None, hooks: tuple[str, ...]) -> str:
    head = _REPOS.search(text)
    if head is None:
        raise AdoptionError(f"`repos` is not a list of lines, which {_WITH}")
    lines = text[head.end() :].split("\n")
    indent = next((item[1] for line in lines if (item := _ITEM.match(line))), "")
    last = 0
    for number, line in enumerate(lines[1:], 1):
        if line.strip() and not line.startswith((" ", "-", "#")):
            break
        if line.strip() and not line.startswith("#"):
            last = number
    at = head.end() + sum(len(line) + 1 for line in lines[: last + 1])
    return with_lines(text[:at], _entry(origin, hooks, indent), gap=False) + text[at:]


def _entry(origin: Origin | None, hooks: tuple[str, ...], indent: str) -> str:
    if origin:
        repo = [f"- repo: {scalar(origin.url)}", f"  rev: {scalar(origin.revision)}", "  hooks:"]
    else:
        repo = ["- repo: local", "  hooks:"]
    lines = [line for hook in hooks for line in _hook(hook, is_local=origin is None)]
    return "".join(f"{indent}{line}\n" for line in (*repo, *lines))


def _hook(name: str, *, is_local: bool) -> list[str]:
    lines = [f"  - id: nbtrack-{name}"]
    if is_local:
        types = "types: [jupyter]" if name == "check" else "types_or: [jupyter, python, markdown]"
        lines += [f"    name: nbtrack {name}", f"    entry: nbtrack {name}", "    language: system"]
        lines += [f"    {types}", "    require_serial: true"]
    # The filter leaves outputs in files and out of git: what is staged is what counts.
    return [*lines, "    args: [--staged]"] if name == "check" else lines
