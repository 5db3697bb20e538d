"""Every command says the same thing everywhere: in the overview, in its own help and in the reference."""

import importlib
import re
from pathlib import Path

import pytest

from nbtrack.cli.help import command_help, usage
from nbtrack.cli.main import COMMANDS, command_names
from nbtrack.cli.options import Command

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = CHECKOUT / "docs" / "reference"
CLI = CHECKOUT / "nbtrack" / "cli"
NAMES = command_names()
# Options that mean something else than where other commands have them.
OTHER_MEANINGS = {
    *(("extract", "output"), ("init", "from"), ("reproduce", "env"), ("show", "points"), ("strip", "kernel")),
    ("compare", "all"),  # a view of many runs, asked for often: it has a letter
    ("apply", "reverse"),  # as in `patch -R`
}
# One writes tables, one a script, one serves pages, one shows what others print.
WITHOUT_JSON = ("export", "completion", "ui", "demo")
_DRY = "change nothing; say nothing"


def command(name: str) -> Command:
    found = importlib.import_module(f"nbtrack.cli.commands.{name}").COMMAND
    assert isinstance(found, Command)
    return found


def test_each_command_is_one_module_and_nothing_else_stands_beside_them() -> None:
    assert {path.stem for path in (CLI / "commands").glob("*.py")} == {*NAMES, "__init__"}


def test_each_package_holds_the_parts_of_one_command() -> None:
    assert {path.parent.name for path in CLI.glob("*/__init__.py")} <= {*NAMES, "commands"}


@pytest.mark.parametrize("name", NAMES)
def test_the_overview_says_what_the_command_says(name: str) -> None:
    (summary,) = (group[name] for group in COMMANDS.values() if name in group)
    assert (command(name).name, command(name).summary) == (name, summary)


@pytest.mark.parametrize("name", NAMES)
def test_the_help_shows_every_option_and_an_example(name: str) -> None:
    text = command_help(command(name))
    assert all(spelling in text for option in command(name).options for spelling in option.names)
    assert f"nbtrack {name}" in text.partition("examples:")[2]


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_has_a_page_that_names_every_option(name: str) -> None:
    page = PAGES / f"{name}.md"
    assert page.is_file(), f"write docs/reference/{name}.md"
    missing = [
        option.names[-1] for option in command(name).options if option.names[-1] not in page.read_text()
    ]
    assert not missing


def test_the_documentation_lists_every_page() -> None:
    index = (CHECKOUT / "docs" / "README.md").read_text()
    assert not [name for name in NAMES if f"(reference/{name}.md)" not in index]


def test_an_option_that_several_commands_have_is_spelled_and_asks_for_its_value_alike() -> None:
    spellings: dict[str, set[tuple[tuple[str, ...], str | None]]] = {}
    for name in NAMES:
        for option in command(name).options:
            if (name, option.key) not in OTHER_MEANINGS:
                spellings.setdefault(option.key, set()).add((option.names, option.metavar))
    assert not {key: found for key, found in spellings.items() if len(found) > 1}


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_says_first_what_it_does_not_do(name: str) -> None:
    (said,) = [option.help for option in command(name).options if option.key == "dry-run"] or [_DRY]
    assert re.fullmatch(r"(with --?\w+: |with `\w+`: )?\w+ nothing; (say|show) [^;,]+", said)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_JSON])
def test_a_command_that_reports_does_so_as_json_too_and_its_page_names_the_schema(name: str) -> None:
    assert "json" in {option.key for option in command(name).options}
    assert re.search(r"nbtrack\.[a-z-]+/1|--format json", (PAGES / f"{name}.md").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_the_usage_has_no_empty_brackets(name: str) -> None:
    assert "[]" not in usage(command(name))
