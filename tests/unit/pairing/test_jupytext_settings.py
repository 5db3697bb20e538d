"""jupytext's settings are found where jupytext finds them."""

from pathlib import Path

import pytest

from nbtrack.errors import PairError
from nbtrack.pairing.formats import short_formats
from nbtrack.pairing.jupytext_settings import settings_in


def groups(folder: Path) -> list[str]:
    return [short_formats(group) for group in settings_in(str(folder)).groups]


FILES = {
    "jupytext.toml": 'formats = "ipynb,py:percent"',
    ".jupytext": 'formats = "ipynb,py:percent"',
    "pyproject.toml": '[tool.jupytext]\nformats = "ipynb,py:percent"',
    "jupytext.yml": "formats: ipynb,py:percent",
    ".jupytext.json": '{"formats": "ipynb,py:percent"}',
}


@pytest.mark.parametrize(("name", "text"), FILES.items(), ids=FILES)
def test_every_kind_of_file_is_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "below").mkdir()
    assert groups(tmp_path / "below") == ["ipynb,py:percent"]


def test_the_nearest_file_holds_and_a_pyproject_without_a_word_about_jupytext_is_none(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text('formats = "ipynb,md"')
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "pyproject.toml").write_text("[project]\nname = 'jupytext-user'")
    assert groups(tmp_path / "below") == ["ipynb,md"]


def test_a_table_of_formats_names_root_folders(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text('[formats]\n"notebooks/" = "ipynb"\n"scripts/" = "py:percent"')
    assert groups(tmp_path) == ["notebooks///ipynb,scripts///py:percent"]


@pytest.mark.parametrize("said", ['"a//ipynb,b//py;ipynb,md"', '["a//ipynb,b//py", "ipynb,md"]'])
def test_several_groups_are_told_apart(tmp_path: Path, said: str) -> None:
    (tmp_path / "jupytext.toml").write_text(f"formats = {said}")
    assert groups(tmp_path) == ["a//ipynb,b//py", "ipynb,md"]


def test_a_preferred_format_names_the_unnamed(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text(
        'formats = "ipynb,py"\npreferred_jupytext_formats_save = "py:light"'
    )
    assert groups(tmp_path) == ["ipynb,py:light"]


@pytest.mark.parametrize(
    ("said", "shapes"), [('formats = "ipynb,py"', False), ("comment_magics = false", True)]
)
def test_only_some_settings_shape_the_text(tmp_path: Path, said: str, shapes: bool) -> None:
    (tmp_path / "jupytext.toml").write_text(said)
    assert settings_in(str(tmp_path)).shapes_text is shapes


def test_a_settings_file_that_is_a_program_is_not_run(tmp_path: Path) -> None:
    (tmp_path / ".jupytext.py").write_text("open('ran', 'w')")
    with pytest.raises(PairError, match="is a program, which nbtrack does not run"):
        settings_in(str(tmp_path))
    assert not (tmp_path / "ran").exists()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text("formats =")
    with pytest.raises(PairError, match=r"cannot read .*jupytext\.toml"):
        settings_in(str(tmp_path))


def test_a_ceiling_ends_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jupytext.toml").write_text('formats = "ipynb,py"')
    (tmp_path / "below").mkdir()
    monkeypatch.setenv("JUPYTEXT_CEILING_DIRECTORIES", str(tmp_path / "below"))
    assert groups(tmp_path / "below") == []
