"""Parameters out of TOML, YAML and JSON files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.notebook.parameters.given import Given, Text

TOML = """
epochs = 3
rate = 1e-3
limit = inf
name = "größe"
day = 2024-01-31
at = 2024-01-31T10:00:00Z
layers = [1, 2]
[model]
depth = 4
[model.head]
kind = "linear"
"""
YAML = """\
epochs: 3
rate: 1e-3
limit: .inf
name: größe
day: 2024-01-31
at: 2024-01-31T10:00:00+00:00
layers: [1, 2]
model: {depth: 4, head: {kind: linear}}
"""
JSON = """\
{"epochs": 3, "rate": 1e-3, "limit": Infinity, "name": "gr\\u00f6\\u00dfe", "day": "2024-01-31",
 "at": "2024-01-31T10:00:00+00:00", "layers": [1, 2], "model": {"depth": 4, "head": {"kind": "linear"}}}
"""
EXPECTED = {
    "epochs": 3,
    "rate": 0.001,
    "limit": math.inf,
    "name": "größe",
    "day": "2024-01-31",
    "at": "2024-01-31T10:00:00+00:00",
    "layers": [1, 2],
    "model": {"depth": 4, "head": {"kind": "linear"}},
}


def read(folder: Path, name: str, text: str | bytes) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return {given.name: given.value for given in read_config(str(path))}


@pytest.mark.parametrize(
    ("name", "text"), [("a.toml", TOML), ("a.yaml", YAML), ("a.yml", YAML), ("a.JSON", JSON)]
)
def test_every_format_says_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text) == EXPECTED
    assert read(tmp_path, name, b"\xef\xbb\xbf" + text.encode()) == EXPECTED


def test_the_origin_is_the_path_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("quick.toml").write_text("epochs = 1")
    assert read_config("./quick.toml") == (Given("epochs", 1, "./quick.toml"),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("1E5", 1e5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("+12", 12),
        ("0x1F", 31),
        ("0o17", 15),
        ("010", 10),
        (".nan", math.nan),
        ("-.INF", -math.inf),
        ("no", "no"),
        ("on", "on"),
        ("True", True),
        ("~", None),
        ("", None),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2024-01-31", "2024-01-31"),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("[a, null]", ["a", None]),
    ],
)
def test_yaml_scalars_mean_what_version_1_2_says(tmp_path: Path, text: str, value: object) -> None:
    found = read(tmp_path, "a.yaml", f"x: {text}\n")["x"]
    assert repr(found) == repr(value)


def test_yaml_may_merge_and_repeat_by_anchor(tmp_path: Path) -> None:
    text = "base: &b {a: 1, b: 2}\nmore: {<<: *b, b: 3}\nsame: *b\n"
    found = read(tmp_path, "a.yaml", text)
    assert found == {"base": {"a": 1, "b": 2}, "more": {"a": 1, "b": 3}, "same": {"a": 1, "b": 2}}


@pytest.mark.parametrize(
    ("name", "text"), [("a.toml", ""), ("a.yaml", ""), ("a.yaml", "# only"), ("a.json", "{}")]
)
def test_an_empty_file_gives_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text) == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "x = 1\ny = = 2", "a.toml, line 2, column 5: Invalid value"),
        ("a.toml", "x = 1\nx = 2", "a.toml, line 2, column 6: Cannot overwrite a value"),
        ("a.toml", "x = [", "a.toml, line 1, column 6: Invalid value"),
        ("a.toml", b"x = 1\ny = '\xff'", "a.toml, line 2, column 6: not UTF-8"),
        ("a.yaml", "x: 1\ny: [1, 2\nz: 3", "a.yaml, line 3, column 2: expected ',' or ']'"),
        ("a.yaml", "x: 1\nx: 2", "a.yaml, line 2, column 1: the key 'x' stands twice"),
        ("a.yaml", "x: 1\n---\ny: 2", "a.yaml, line 2, column 1: expected a single document in the stream"),
        ("a.yaml", "x: !!python/name:os.system 1", "a.yaml, line 1, column 4: could not determine a constr"),
        ("a.yaml", "x: !!set {a}", "a.yaml: a value of type set is no parameter"),
        ("a.yaml", "x: &a [*a]", "a.yaml"),
        ("a.yaml", "x: \x07", "a.yaml"),
        ("a.yaml", "- 1", "a.yaml: it should hold names and values at its top"),
        ("a.json", '{"x": 1,\n "y" 2}', "a.json, line 2, column 6: Expecting ':' delimiter"),
        ("a.json", '{"x": 1, "x": 2}', "a.json: the key 'x' stands twice"),
        ("a.json", "", "a.json, line 1, column 1: Expecting value"),
        ("a.json", "[1]", "a.json: it should hold names and values at its top"),
        ("a.json", "[" * 100_000, "a.json: it is nested too deeply"),
        ("a.json", '{"x": ' + "9" * 5000 + "}", "a.json: Exceeds the limit"),
        ("a.yaml", "x: " + "[" * 5000, "a.yaml: it is nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RunError) as raised:
        read(Path(), name, text)
    assert raised.value.message.startswith(f"cannot read {said}")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"cannot read .*none\.toml: no such file"):
        read_config(str(tmp_path / "none.toml"))


@pytest.mark.parametrize("name", ["conf.ini", "conf", "-"])
def test_an_unknown_suffix_is_refused(name: str) -> None:
    with pytest.raises(RunError, match="suffix") as raised:
        read_config(name)
    assert raised.value.hint == "name it with one of .toml, .yaml, .yml, .json, .env"


def test_an_env_file_holds_what_a_person_would_type(tmp_path: Path) -> None:
    path = tmp_path / "prod.env"
    path.write_text("# note\nexport lr=0.5  # fast\nname='a # b'\nempty=\n\nurl=\"x=y\"\n")
    found = {one.name: (one.value, type(one.value)) for one in read_config(str(path))}
    assert found == {
        "lr": ("0.5", Text),
        "name": ("a # b", Text),
        "empty": ("", Text),
        "url": ("x=y", Text),
    }


@pytest.mark.parametrize("text", ["a=1\nb", "a=1\na=2", "a='x", "a='x' y", "a-b=1"])
def test_a_line_of_an_env_file_that_says_nothing_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".env"
    path.write_text(text)
    with pytest.raises(RunError, match="line"):
        read_config(str(path))
