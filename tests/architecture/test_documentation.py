"""What the documentation says can be followed: its links lead somewhere and its commands are understood."""

import importlib
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from nbtrack.cli.main import command_names
from nbtrack.cli.parsing import parse

CHECKOUT = Path(__file__).resolve().parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
    cwd=CHECKOUT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()
PAGES = [page for page in LISTED if (CHECKOUT / page).is_file()]
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_MODULE = re.compile(r"`([\w/]+\.py)`")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_IN_BLOCK = re.compile(r"^[ $-]*(?:(?:run|entry): )?(nbtrack .*)$", re.MULTILINE)
_SPAN = re.compile(r"`(nbtrack [^`]*)`")
_AFTER_COMMAND = re.compile(r"\s(?:[|<>#]|&&|…).*")


def text_of(page: str) -> str:
    return (CHECKOUT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = [link for link in _LINK.findall(text_of(page)) if "://" not in link]
    folder = (CHECKOUT / page).parent
    assert not [link for link in links if not (folder / link).exists()]


def test_modules_that_readers_are_led_to_are_there() -> None:
    named = set(_MODULE.findall(text_of("ARCHITECTURE.md") + text_of("CONTRIBUTING.md")))
    paths = [
        f"/{path.relative_to(CHECKOUT)}"
        for top in ("nbtrack", "tests")
        for path in (CHECKOUT / top).rglob("*.py")
    ]
    assert not [module for module in named if not any(path.endswith(f"/{module}") for path in paths)]


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_understood(page: str) -> None:
    for command in commands(text_of(page)):
        name, *words = shlex.split(command)[1:]
        if name in command_names():
            parse(importlib.import_module(f"nbtrack.cli.commands.{name}").COMMAND, [*words, "--help"])


@pytest.mark.parametrize("page", PAGES)
def test_no_command_is_made_up(page: str) -> None:
    called = {shlex.split(command)[1] for command in commands(text_of(page))}
    verbs = {word for word in called if re.fullmatch(r"[a-z]+", word)}
    assert not verbs - {*command_names(), "help", "version"}


def commands(text: str) -> list[str]:
    """Find the command lines in a page."""
    blocks = _BLOCK.findall(text)
    found = [line for block in blocks for line in _IN_BLOCK.findall(block)] + _SPAN.findall(
        _BLOCK.sub("", text)
    )
    shortened = [_AFTER_COMMAND.sub("", command).strip() for command in found]
    return [command for command in shortened if len(command.split()) > 1 and "[" not in command]
