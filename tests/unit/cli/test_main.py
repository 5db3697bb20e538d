"""The front door: help, version, and a name that is none."""

import pytest

from nbtrack.cli import unknown
from nbtrack.cli.main import command_names, main
from nbtrack.version import __version__

Printed = pytest.CaptureFixture[str]


def test_the_help_of_a_command_can_be_asked_for_in_two_ways(capsys: Printed) -> None:
    assert main(["strip", "--help"]) == 0
    said = capsys.readouterr().out
    assert "usage: nbtrack strip [options] PATH...\n" in said
    assert main(["help", "strip"]) == 0
    assert capsys.readouterr().out == said


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_the_overview_is_the_answer_to_no_command_which_is_a_mistake(word: str, capsys: Printed) -> None:
    assert main([word]) == 0
    overview = capsys.readouterr().out
    assert "take outputs, counts and transient metadata out of notebooks" in overview
    assert main([]) == 2
    assert capsys.readouterr().out == overview


@pytest.mark.parametrize("word", ["version", "--version", "-V"])
def test_the_version_is_told(word: str, capsys: Printed) -> None:
    assert main([word]) == 0
    assert capsys.readouterr().out == f"nbtrack {__version__}\n"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("stripp", "did you mean `nbtrack strip`?"),
        ("clean", "did you mean `nbtrack strip`?"),
        ("Execute", "did you mean `nbtrack run`?"),
        ("uninstall", "did you mean `nbtrack git uninstall`?"),
        ("xyzzy", "see `nbtrack --help`"),
    ],
)
def test_a_command_that_is_none_is_answered_with_the_nearest(name: str, hint: str, capsys: Printed) -> None:
    assert main([name]) == 2
    assert capsys.readouterr() == ("", f"nbtrack: there is no command '{name}'\n  hint: {hint}\n")


def test_an_option_before_the_command_is_told_where_it_belongs(capsys: Printed) -> None:
    assert main(["--quiet", "check"]) == 2
    assert capsys.readouterr().err == (
        "nbtrack: nbtrack has no option --quiet\n"
        "  hint: options stand behind the command, as in `nbtrack check --json`; see `nbtrack --help`\n"
    )


def test_words_of_other_tools_lead_to_commands_that_there_are() -> None:
    for command, words in unknown._MEANT.items():
        assert command.partition(" ")[0] in command_names()
        assert not set(words) & set(command_names())


def test_what_needs_an_argument_shows_one(capsys: Printed) -> None:
    assert main(["smoke"]) == 2
    assert capsys.readouterr().err == (
        "nbtrack: smoke needs PATH...\n"
        "  hint: such as `nbtrack smoke train.ipynb`; `nbtrack smoke --help` has more\n"
    )
