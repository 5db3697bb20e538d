"""Parameters that the settings give some notebooks."""

from pathlib import Path

import pytest

from nbtrack.errors import RunError, SettingsError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.settings import read_settings
from nbtrack.smoke.configured import configured
from nbtrack.smoke.preparing import trial_of
from tests.making import code, notebook_b
from tests.unit.smoke.conditions import under


def book(folder: Path, name: str = "a/train.ipynb") -> Notebook:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    cell = code("epochs = 100", metadata={"tags": ["parameters"]})
    return parse(notebook_b(cell), str(path))


def given(folder: Path, toml: str) -> dict[str, object]:
    (folder / "nbtrack.toml").write_text(toml)
    notebook = book(folder)
    return {each.name: each.value for each in configured(notebook, read_settings(str(folder / "a")))}


def test_a_path_names_one_notebook_from_the_settings_file(tmp_path: Path) -> None:
    assert given(tmp_path, '[smoke.parameters."a/train.ipynb"]\nepochs = 1\n') == {"epochs": 1}
    assert given(tmp_path, '[smoke.parameters."train.ipynb"]\nepochs = 1\n') == {"epochs": 1}
    assert given(tmp_path, '[smoke.parameters."b/train.ipynb"]\nepochs = 1\n') == {}


def test_a_pattern_gives_each_what_it_declares(tmp_path: Path) -> None:
    assert given(tmp_path, '[smoke.parameters."*.ipynb"]\nepochs = 1\nrows = 10\n') == {"epochs": 1}


def test_a_name_that_one_notebook_does_not_declare_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "nbtrack.toml").write_text('[smoke.parameters."train.ipynb"]\nepoch = 1\n')
    notebook = book(tmp_path)
    parameters = configured(notebook, read_settings(str(tmp_path)))
    with pytest.raises(RunError, match=r"has no parameter 'epoch' \(.*nbtrack\.toml\)"):
        trial_of(notebook, under(parameters=parameters))


@pytest.mark.parametrize("line", ['parameters = { "a" = 1 }', "env = { A = 1 }", 'parameters = "x"'])
def test_what_is_no_table_of_such_values_is_an_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "nbtrack.toml").write_text(f"[smoke]\n{line}\n")
    with pytest.raises(SettingsError, match=r"must be a table of (tables|texts)"):
        read_settings(str(tmp_path))
