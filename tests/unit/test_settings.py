from pathlib import Path

import pytest

from nbtrack.errors import SettingsError
from nbtrack.settings import read_settings


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    settings = read_settings(str(tmp_path))
    assert (settings.value("strip.ids"), settings.origin("strip.ids")) == ("keep", "default")


def test_the_nearest_file_wins_setting_by_setting(tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", '[tool.nbtrack.strip]\nids = "drop"\nkeep-tags = ["a"]\n')
    put(tmp_path / "sub" / "nbtrack.toml", '[strip]\nids = "renumber"\n')
    settings = read_settings(str(tmp_path / "sub"))
    assert settings.value("strip.ids") == "renumber"
    assert settings.value("strip.keep-tags") == ("a",)
    assert settings.origin("strip.keep-tags") == str(tmp_path / "pyproject.toml")


def test_nothing_above_the_repository_counts(tmp_path: Path) -> None:
    put(tmp_path / "nbtrack.toml", '[strip]\nids = "drop"\n')
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert read_settings(str(tmp_path / "repo")).value("strip.ids") == "keep"


def test_a_table_whose_keys_are_free_is_taken_whole(tmp_path: Path) -> None:
    put(tmp_path / "nbtrack.toml", '[check.per-file-ignores]\n"a/*" = ["NBT101"]\n')
    assert read_settings(str(tmp_path)).value("check.per-file-ignores") == {"a/*": ["NBT101"]}


WRONG = {
    "unknown key": ('[strip]\nidz = "drop"\n', 'unknown setting "strip.idz"', 'did you mean "strip.ids"?'),
    "unknown table": ("[chek]\nselect = []\n", 'unknown setting "chek"', None),
    "wrong type": ("[strip]\nkeep-size = true\n", "strip.keep-size must be a whole number, not True", None),
    "wrong choice": ('[strip]\nids = "x"\n', "strip.ids cannot be 'x'", "choose from keep, renumber, drop"),
    "not TOML": ("[strip\n", "cannot read", None),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_an_error_with_the_file_and_the_nearest_name(name: str, tmp_path: Path) -> None:
    text, message, hint = WRONG[name]
    put(tmp_path / "nbtrack.toml", text)
    with pytest.raises(SettingsError) as caught:
        read_settings(str(tmp_path))
    assert message in caught.value.message
    assert str(tmp_path / "nbtrack.toml") in caught.value.message
    assert hint is None or caught.value.hint == hint
