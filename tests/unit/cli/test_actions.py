"""Commands of several actions say which there are, and take only the options that mean something."""

import pytest

from nbtrack.cli.main import main


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))


@pytest.mark.parametrize(
    ("command", "known"),
    [("git", "install, uninstall"), ("outputs", "ls, restore"), ("store", "status, stats")],
)
def test_an_action_that_there_is_not_is_refused_with_those_that_there_are(
    command: str, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "nonsense"]) == 2
    said = capsys.readouterr().err
    assert f"nbtrack: there is no `nbtrack {command} nonsense`\n  hint: there is {known}" in said


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["git", "status", "--replace"], "replace"),
        (["outputs", "ls", "--keep-days", "3"], "keep-days"),
        (["store", "status", "--dry-run"], "dry-run"),
        (["store", "verify", "--dry-run"], "dry-run"),
    ],
)
def test_an_option_of_another_action_is_refused(
    words: list[str], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = f"--{option} means nothing to `nbtrack {words[0]} {words[1]}`"
    assert f"{said}\n  hint: it goes with " in capsys.readouterr().err
