import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import SettingsError
from nbtrack.settings import SETTINGS, inherits, read_settings, settings_files


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


def test_folders_that_share_what_is_above_have_their_own_files_all_the_same(tmp_path: Path) -> None:
    for folder in ("a/deep", "b"):
        (tmp_path / folder).mkdir(parents=True)
    for path in ("nbtrack.toml", "a/nbtrack.toml"):
        (tmp_path / path).touch()
    (tmp_path / ".git").mkdir()
    known: dict[str, Any] = {}
    found = {name: settings_files(str(tmp_path / name), known) for name in ("a/deep", "b", "a", ".")}
    top = str(tmp_path / "nbtrack.toml"), ()
    assert found["."] == found["b"] == (top,)
    assert found["a"] == found["a/deep"] == ((str(tmp_path / "a" / "nbtrack.toml"), ()), top)


def test_nothing_above_the_repository_counts(tmp_path: Path) -> None:
    put(tmp_path / "nbtrack.toml", '[strip]\nids = "drop"\n')
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert read_settings(str(tmp_path / "repo")).value("strip.ids") == "keep"


def test_a_table_whose_keys_are_free_is_taken_whole(tmp_path: Path) -> None:
    put(tmp_path / "nbtrack.toml", '[check.per-file-ignores]\n"a/*" = ["NBT101"]\n')
    assert read_settings(str(tmp_path)).value("check.per-file-ignores") == {"a/*": ["NBT101"]}


def quoted(text: str) -> str:
    return f'"{text}"'


WRONG = {
    "unknown key": ('[strip]\nidz = "drop"\n', 'unknown setting "strip.idz"', 'did you mean "strip.ids"?'),
    "unknown table": ("[chek]\nselect = []\n", 'unknown setting "chek"', None),
    "wrong type": ("[strip]\nkeep-size = true\n", "strip.keep-size must be a whole number, not True", None),
    "wrong choice": ('[strip]\nids = "x"\n', "strip.ids cannot be 'x'", "choose from keep, renumber, drop"),
    "below nothing": ("[check]\njobs = -1\n", "check.jobs cannot be -1", "0 is the least"),
    "no table": ("check = 3\n", "check", None),
    "ignores as a text": (
        '[check]\nper-file-ignores = {"a" = "NBT1"}\n',
        "check.per-file-ignores must be a table of lists of texts",
        None,
    ),
    "too deep": (f"a = {'[' * 5000}{']' * 5000}\n", "nested too deeply", None),
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


@pytest.mark.parametrize("text", ["tool = 3  # nbtrack", "[tool]\nnbtrack = []", "tool = [{nbtrack = 1}]"])
def test_a_pyproject_of_another_shape_is_an_error(text: str, tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", text)
    with pytest.raises(SettingsError, match="must be a table"):
        read_settings(str(tmp_path))


NAMES = [setting.name for setting in SETTINGS]
texts = st.text("aZ0_-./*é漢 😀\u202e'#[]{}=,", max_size=8)
scalars = (
    st.booleans() | st.integers(-9, 9) | st.floats() | st.just("1979-05-27T07:32:00Z") | texts.map(quoted)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(map(str, found))}]")
        | st.dictionaries(texts.map(quoted), inner, max_size=3).map(
            lambda found: "{" + ", ".join(f"{key} = {value}" for key, value in found.items()) + "}"
        )
    ),
    max_leaves=5,
)
names = st.sampled_from([*NAMES, "check", "strip", "tool"]) | texts.map(quoted)


@given(st.dictionaries(names, values, max_size=4), st.booleans())
def test_what_is_written_is_read_or_refused_with_its_file(table: dict[str, object], is_ours: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        name = "nbtrack.toml" if is_ours else "pyproject.toml"
        head = "" if is_ours else "[tool.nbtrack]\n"
        lines = "".join(f"{key} = {str(value).lower()}\n" for key, value in table.items())
        put(Path(folder, name), head + lines)
        Path(folder, ".git").mkdir()
        where = os.path.join(folder, name)
        with suppress_with(where):
            settings = read_settings(folder)
            assert all(type(settings.value(s.name)) is type(s.default) for s in SETTINGS)


@contextmanager
def suppress_with(path: str) -> Iterator[None]:
    """Let an error pass that names a file."""
    try:
        yield
    except SettingsError as error:
        if path not in error.message:
            raise


@given(st.sampled_from(NAMES), st.integers(0, 30), st.sampled_from("abxyz-"))
def test_a_setting_with_a_letter_too_many_is_answered_with_the_right_one(
    name: str, at: int, letter: str
) -> None:
    section, dot, key = name.rpartition(".")
    wrong = key[: at % (len(key) + 1)] + letter + key[at % (len(key) + 1) :]
    if f"{section}{dot}{wrong}" in NAMES:
        return
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder, "nbtrack.toml"), f"{section}{dot}{wrong} = 1\n")
        with pytest.raises(SettingsError) as caught:
            read_settings(folder)
    assert f'"{section}{dot}{wrong}"' in caught.value.message
    assert caught.value.hint == f'did you mean "{name}"?'


def test_a_folder_without_settings_inherits_what_holds_above(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert inherits(str(tmp_path / "a"))
    for name in ("nbtrack.toml", "pyproject.toml"):
        put(tmp_path / name, "")
        assert not inherits(str(tmp_path))
        (tmp_path / name).unlink()
    (tmp_path / ".git").mkdir()
    assert not inherits(str(tmp_path))
