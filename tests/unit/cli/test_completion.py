"""What shells complete is what commands accept."""

from __future__ import annotations

import shutil
import subprocess
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from nbtrack.cli.completion import SHELLS, script_for
from nbtrack.cli.main import command_names, main
from nbtrack.cli.options import Command, Option
from tests.doing_without import do_without

if TYPE_CHECKING:
    from pathlib import Path

ALL = [import_module(f"nbtrack.cli.commands.{name}").COMMAND for name in command_names()]
HOSTILE = Command(
    "try",
    'it\'s "quoted": $(touch hit) `touch hit` [a]',
    options=(
        Option("-w", "--when", metavar="WHEN", choices=("now", "later"), help="it's [so]: $(touch hit)"),
        Option("--all", help="`touch hit`; 'all'"),
    ),
    examples=(("nbtrack try", "once"),),
)


def completed(line: str, folder: Path, commands: list[Command]) -> list[str]:
    """Return what bash offers at the end of a line."""
    words = line.split(" ")
    asked = f"COMP_WORDS=({line.rstrip()}{' ' * line.endswith(' ')}'')" if line.endswith(" ") else ""
    asked = asked or f"COMP_WORDS=({line})"
    program = f"{script_for('bash', commands)}\n{asked}; COMP_CWORD={len(words) - 1}; _nbtrack\n"
    shown = 'printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", program + shown], cwd=folder, capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("nbtrack sn", ["snapshot"]),
        ("nbtrack re", ["reproduce", "restore"]),
        ("nbtrack strip --keep-c", ["--keep-counts"]),
        ("nbtrack check --format s", ["sarif"]),
        ("nbtrack check -f g", ["github", "gitlab"]),
        ("nbtrack git un", ["uninstall"]),
        ("nbtrack store ve", ["verify"]),
        ("nbtrack completion f", ["fish"]),
        ("nbtrack run tr", []),  # which leaves it to bash, that completes files
    ],
)
def test_bash_completes_commands_actions_options_and_values(
    line: str, offered: list[str], tmp_path: Path
) -> None:
    assert completed(line, tmp_path, ALL) == offered


def test_an_empty_word_behind_an_option_offers_all_values(tmp_path: Path) -> None:
    assert completed("nbtrack try --when ", tmp_path, [HOSTILE]) == ["now", "later"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_told_of_every_command_and_option(shell: str) -> None:
    script = script_for(shell, ALL)
    for command in ALL:
        assert command.name in script
        for option in command.options:
            assert option.names[-1].lstrip("-") in script


@pytest.mark.parametrize("shell", SHELLS)
def test_help_is_text_for_each_shell_and_nothing_to_execute(shell: str, tmp_path: Path) -> None:
    if (program := shutil.which(shell)) is None:
        do_without(f"there is no {shell}: apt-get install {shell}")
    before = "compdef() { :; }\n" if shell == "zsh" else ""  # which compinit defines
    done = subprocess.run(
        [program, "-c", before + script_for(shell, [HOSTILE])],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "hit").exists()


def test_a_shell_that_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "there is bash, zsh, fish" in capsys.readouterr().err
