"""`nbtrack config` shows what holds, and says in a schema what could."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nbtrack.cli.main import main
from nbtrack.errors import SettingsError
from nbtrack.settings import LISTS, SETTINGS, TABLES, TEXTS, Setting, read_settings
from nbtrack.settings_schema import schema

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "config.md"
VALIDATOR = Draft202012Validator(schema())
_EXAMPLES: dict[type, list[Any]] = {
    bool: [True, False],
    int: [7],
    str: ["x"],
    tuple: [[], ["a", "b"]],
}
_TABLES: dict[str, list[Any]] = {
    LISTS: [{}, {"a/*": ["NBT1"]}],
    TEXTS: [{}, {"A": "1"}],
    TABLES: [{}, {"a/*": {"epochs": 1, "name": "x"}}],
}
_WRONG: list[Any] = [
    True,
    7,
    1.5,
    "x",
    ["a"],
    [1],
    {"a": ["b"]},
    {"a": "b"},
    {"a": [1]},
    {"a": {"b": 1}},
    None,
]


def nested(name: str, value: Any) -> dict[str, Any]:
    for key in reversed(name.split(".")):
        value = {key: value}
    assert isinstance(value, dict)
    return value


def examples(setting: Setting) -> list[Any]:
    if setting.choices and isinstance(setting.default, dict):
        return [{}, {"loss": setting.choices[0], "a.b": setting.choices[-1]}]
    if isinstance(setting.default, dict):
        return _TABLES[setting.of]
    return list(setting.choices) or _EXAMPLES[type(setting.default)]


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def is_read(setting: Setting, value: Any, folder: Path) -> bool:
    (folder / "nbtrack.toml").write_text(f"{setting.name} = {toml(value)}\n")
    try:
        read_settings(str(folder))
    except SettingsError:
        return False
    return True


def test_the_schema_is_one_and_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    Draft202012Validator.check_schema(schema())
    assert main(["config", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_schema_allows_what_is_read_and_nothing_else(setting: Setting, tmp_path: Path) -> None:
    right = examples(setting)
    for value in [*right, *_WRONG]:
        allowed = VALIDATOR.is_valid(nested(setting.name, value))
        assert allowed == (value is not None and is_read(setting, value, tmp_path)), value
        assert allowed or value not in right


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_schema_describes_every_setting(setting: Setting) -> None:
    found: Any = schema()
    for key in setting.name.split("."):
        found = found["properties"][key]
    default = list(setting.default) if isinstance(setting.default, tuple) else setting.default
    assert (found["description"], found["default"]) == (setting.help, default)
    if isinstance(setting.default, dict):
        found = found["additionalProperties"]
    assert found.get("enum", []) == list(setting.choices)


def test_a_folder_that_is_not_there_has_no_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "nowhere"]) == 2
    assert "there is no nowhere" in capsys.readouterr().err


def test_a_notebook_has_the_settings_of_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nbtrack.toml").write_text('exclude = ["old"]')
    (tmp_path / "a.ipynb").touch()
    assert main(["config", "--json", str(tmp_path / "a.ipynb")]) == 0
    (exclude,) = (row for row in json.loads(capsys.readouterr().out)["settings"] if row["name"] == "exclude")
    assert exclude["value"] == ["old"]


def test_the_example_of_the_page_is_valid() -> None:
    (example,) = (part.partition("```")[0] for part in PAGE.read_text().split("```toml\n")[1:])
    VALIDATOR.validate(tomllib.loads(example)["tool"]["nbtrack"])


@given(st.from_regex(r"[a-z.-]{1,12}", fullmatch=True))
def test_the_schema_refuses_what_nobody_knows(name: str) -> None:
    known = {part for setting in SETTINGS for part in (setting.name, setting.name.partition(".")[0])}
    assert name in known or not VALIDATOR.is_valid({name: []})


def test_values_are_shown_as_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written = """check.builtins = ["a\\\\b", "it's \\"x\\""]
check.per-file-ignores = { "a b/*" = ["NBT1", "NBT2"] }
strip.keep-outputs = true
"""
    (tmp_path / "nbtrack.toml").write_text(written)
    assert main(["config"]) == 0
    shown = [line for line in capsys.readouterr().out.splitlines() if line.endswith("nbtrack.toml")]
    assert [line.rpartition("  ")[0] for line in shown] == written.splitlines()


def test_json_has_every_setting_with_its_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nbtrack.toml").write_text('check.ignore = ["NBT1"]\n')
    assert main(["config", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["settings"]}
    assert set(rows) == {setting.name for setting in SETTINGS}
    assert rows["check.ignore"]["value"] == ["NBT1"]
    assert rows["check.ignore"]["origin"] == str(tmp_path / "nbtrack.toml")
    assert rows["check.select"]["origin"] == "default"
