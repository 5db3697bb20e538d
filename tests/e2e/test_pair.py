"""`nbtrack pair` as a person calls it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.e2e.pair_project import NOTEBOOK, Project, project
from tests.making import code, markdown, notebook_b

if TYPE_CHECKING:
    from pathlib import Path

SAID = b' "metadata": {\n  "jupytext": {\n   "formats": "ipynb,py:percent"\n  },\n  "kernelspec"'
CELLS = """
# %% [markdown]
# # Title
#
# ![](attachment:image.png)

# %% tags=["parameters"]
# %matplotlib inline
x = 1

# %%
print(x)

# %%
x + 1
"""


@pytest.fixture
def unpaired(tmp_path: Path) -> Project:
    return project(tmp_path)


def test_a_notebook_gets_a_percent_script(unpaired: Project) -> None:
    done = unpaired.nbtrack("pair", "nb.ipynb")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nb.ipynb: updated\nnb.py: made\n"
    header, end, cells = unpaired.text.read_text().partition("# ---\n\n")
    assert "#     formats: ipynb,py:percent\n" in header
    assert cells == CELLS.lstrip()
    assert end


def test_nothing_but_the_formats_enters_the_notebook(unpaired: Project) -> None:
    unpaired.nbtrack("pair", "nb.ipynb")
    assert unpaired.notebook.read_bytes() == NOTEBOOK.replace(b' "metadata": {\n  "kernelspec"', SAID)


def test_jupytext_sees_the_same_pair_and_changes_nothing(unpaired: Project) -> None:
    unpaired.nbtrack("pair", "nb.ipynb")
    text = unpaired.text.read_bytes()
    unpaired.jupytext("--sync", "nb.ipynb")
    assert unpaired.text.read_bytes() == text
    assert unpaired.nbtrack("sync", "--check").returncode == 0


def test_dry_run_says_what_would_be_and_writes_nothing(unpaired: Project) -> None:
    done = unpaired.nbtrack("pair", "--dry-run", "nb.ipynb")
    assert (done.returncode, done.stdout) == (0, "nb.ipynb: would be updated\nnb.py: would be made\n")
    assert [path.name for path in unpaired.path.iterdir() if path.name != ".git"] == ["nb.ipynb"]


def test_json_says_what_became_of_each_file(unpaired: Project) -> None:
    would = json.loads(unpaired.nbtrack("pair", "--dry-run", "--json", "nb.ipynb").stdout)
    assert [row["written"] for row in would["files"]] == [False, False]
    done = unpaired.nbtrack("pair", "--json", "nb.ipynb", "gone.ipynb")
    found = json.loads(done.stdout)
    assert (found["schema"], done.returncode) == ("nbtrack.paired/1", 2)
    assert found["files"] == [
        {"path": "nb.ipynb", "is_new": False, "written": True},
        {"path": "nb.py", "is_new": True, "written": True},
    ]
    assert [error["message"] for error in found["errors"]] == [
        "cannot pair gone.ipynb: there is no such file"
    ]


def test_git_sees_no_store(unpaired: Project) -> None:
    unpaired.nbtrack("pair", "nb.ipynb")
    assert unpaired.git("status", "--short") == "?? nb.ipynb\n?? nb.py\n"


def test_the_twin_can_be_in_another_folder(unpaired: Project) -> None:
    (unpaired.path / "notebooks").mkdir()
    unpaired.notebook.rename(unpaired.path / "notebooks" / "nb.ipynb")
    assert unpaired.nbtrack("pair", "notebooks/nb.ipynb", "--to", "scripts/nb.py").returncode == 0
    assert (unpaired.path / "scripts" / "nb.py").is_file()
    assert unpaired.nbtrack("sync", "--check", "scripts/nb.py").returncode == 0


@pytest.mark.parametrize(("to", "name"), [("md", "nb.md"), ("py:light", "nb.py"), ("md:myst", "nb.md")])
def test_the_twin_can_have_another_format(unpaired: Project, to: str, name: str) -> None:
    assert unpaired.nbtrack("pair", "nb.ipynb", "--to", to).returncode == 0
    assert f"formats: ipynb,{to}" in (unpaired.path / name).read_text()
    assert unpaired.nbtrack("sync", "--check").returncode == 0


def test_there_can_be_two_twins(unpaired: Project) -> None:
    words = ["pair", "nb.ipynb", "--to", "ipynb,py:percent,md"]
    done = unpaired.nbtrack(*words, "--dry-run")
    assert done.stdout.endswith("nb.py: would be made\nnb.md: would be made\n")
    assert unpaired.nbtrack(*words).returncode == 0
    unpaired.edit(unpaired.path / "nb.md", "print(x)", "print(-x)")
    done = unpaired.nbtrack("sync")
    assert (done.returncode, unpaired.nbtrack("sync", "--check").returncode) == (0, 0)
    assert "print(-x)" in unpaired.text.read_text()
    unpaired.edit(unpaired.path / "nb.md", "print(-x)", "print(x)")
    unpaired.edit(unpaired.text, "print(-x)", "print(+x)")
    done = unpaired.nbtrack("sync")
    assert (done.returncode, "nb.ipynb and nb.md both changed" in done.stderr) == (1, True)
    assert "print(x)" in (unpaired.path / "nb.md").read_text()


def test_the_extension_can_be_that_of_the_kernels_language(unpaired: Project) -> None:
    assert unpaired.nbtrack("pair", "nb.ipynb", "--to", "auto:percent").returncode == 0
    assert b'"formats": "ipynb,auto:percent"' in unpaired.notebook.read_bytes()
    assert unpaired.text.is_file()


@pytest.mark.parametrize(
    ("language", "twin"), [("R", "nb.R"), ("C++17", "nb.cpp"), ("scala", "nb.scala"), ("ipython3", "nb.py")]
)
def test_a_notebook_in_another_language_gets_a_script_in_it(
    unpaired: Project, language: str, twin: str
) -> None:
    metadata = {"kernelspec": {"display_name": "", "language": language, "name": "other"}}
    unpaired.notebook.write_bytes(notebook_b(code("x = 1"), metadata=metadata))
    assert unpaired.nbtrack("pair", "nb.ipynb").stderr == f"nb.ipynb: updated\n{twin}: made\n"
    assert unpaired.nbtrack("sync", "--check").returncode == 0


def test_a_notebook_in_a_language_without_scripts_needs_another_format(unpaired: Project) -> None:
    unpaired.notebook.write_bytes(notebook_b(code("SELECT 1"), metadata={"language_info": {"name": "sql"}}))
    done = unpaired.nbtrack("pair", "nb.ipynb")
    assert done.returncode == 2
    assert "cannot pair nb.ipynb: jupytext has no scripts in sql\n  hint: give it a twin in" in done.stderr
    assert unpaired.nbtrack("pair", "nb.ipynb", "--to", "md").returncode == 0


@pytest.mark.parametrize("to", ["ipynb", "py:nonsense", "nonsense", "../nb.py", "other.py"])
def test_a_format_that_is_none_is_refused(unpaired: Project, to: str) -> None:
    done = unpaired.nbtrack("pair", "nb.ipynb", "--to", to)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert unpaired.notebook.read_bytes() == NOTEBOOK
    assert [path.name for path in unpaired.path.iterdir() if path.name != ".git"] == ["nb.ipynb"]


def test_settings_of_jupytext_shape_the_text(unpaired: Project) -> None:
    (unpaired.path / "jupytext.toml").write_text("cell_markers = '\"\"\"'\nnotebook_metadata_filter = '-all'")
    unpaired.nbtrack("pair", "nb.ipynb")
    assert unpaired.text.read_text().startswith('# %% [markdown]\n"""\n# Title\n')


def test_a_script_gets_a_notebook(unpaired: Project) -> None:
    (unpaired.path / "new.py").write_text("# %% [markdown]\n# Text\n\n# %%\nx = 1\n")
    done = unpaired.nbtrack("pair", "new.py")
    assert (done.returncode, done.stderr) == (0, "new.ipynb: made\nnew.py: updated\n")
    assert (
        (unpaired.path / "new.py").read_text().endswith("# ---\n\n# %% [markdown]\n# Text\n\n# %%\nx = 1\n")
    )
    assert unpaired.nbtrack("sync", "--check", "new.ipynb").returncode == 0


def test_a_script_that_is_there_with_other_cells_needs_a_choice(unpaired: Project) -> None:
    unpaired.text.write_text("# %%\ny = 1\n")
    before = unpaired.both()
    done = unpaired.nbtrack("pair", "nb.ipynb")
    assert (done.returncode, unpaired.both()) == (2, before)
    assert "nb.py is there already and its cells are not those of nb.ipynb" in done.stderr
    assert unpaired.nbtrack("pair", "nb.ipynb", "--from", "ipynb").returncode == 0
    assert unpaired.text.read_text().endswith(CELLS)


def test_a_pair_can_be_parted(unpaired: Project) -> None:
    unpaired.nbtrack("pair", "nb.ipynb")
    text = unpaired.text.read_text()
    done = unpaired.nbtrack("pair", "--unpair", "nb.py")
    assert (done.returncode, done.stderr) == (0, "nb.ipynb: updated\nnb.py: updated\n")
    assert unpaired.notebook.read_bytes() == NOTEBOOK
    assert unpaired.text.read_text() == text.replace("#     formats: ipynb,py:percent\n", "")
    assert "there are no pairs here" in unpaired.nbtrack("sync").stderr


def test_parting_gives_the_notebook_back_that_its_texts_have_no_header(unpaired: Project) -> None:
    (unpaired.path / "bare.py").write_text("# %%\nx = 1\n")
    unpaired.jupytext("--quiet", "--to", "ipynb", "bare.py")
    (unpaired.path / "bare.py").unlink()
    before = (unpaired.path / "bare.ipynb").read_bytes()
    unpaired.nbtrack("pair", "bare.ipynb", "--to", "ipynb,py:percent,md")
    assert b"notebook_metadata_filter" not in (unpaired.path / "bare.ipynb").read_bytes()
    unpaired.edit(unpaired.path / "bare.py", "x = 1", "x = 2")
    unpaired.nbtrack("sync", "bare.py")
    assert unpaired.nbtrack("pair", "--unpair", "bare.ipynb").returncode == 0
    assert (unpaired.path / "bare.ipynb").read_bytes() == before.replace(b"x = 1", b"x = 2")


def test_a_notebook_with_two_twins_can_be_parted_from_both(unpaired: Project) -> None:
    unpaired.nbtrack("pair", "nb.ipynb", "--to", "ipynb,py:percent,md")
    done = unpaired.nbtrack("pair", "--unpair", "nb.ipynb")
    assert (done.returncode, done.stderr) == (0, "nb.ipynb: updated\nnb.py: updated\nnb.md: updated\n")
    assert unpaired.notebook.read_bytes() == NOTEBOOK
    assert "formats:" not in unpaired.text.read_text() + (unpaired.path / "nb.md").read_text()


def test_a_pair_that_is_one_already_is_left_alone(unpaired: Project) -> None:
    unpaired.nbtrack("pair", "nb.ipynb")
    before = unpaired.both()
    done = unpaired.nbtrack("pair", "nb.ipynb")
    assert (done.returncode, unpaired.both()) == (0, before)
    assert done.stderr == "nb.ipynb and nb.py are a pair already\n"


def test_one_that_cannot_be_paired_stops_no_other(unpaired: Project) -> None:
    (unpaired.path / "bad.ipynb").write_bytes(notebook_b(code("x = 1\n# %%\ny = 2"), markdown("text")))
    done = unpaired.nbtrack("pair", "missing.ipynb", "bad.ipynb", "nb.ipynb")
    assert done.returncode == 2
    assert "cannot pair missing.ipynb: there is no such file" in done.stderr
    assert (
        'bad.ipynb: cell 1 cannot be kept apart from the next in py:percent: its line 2, "# %%"'
        in done.stderr
    )
    assert unpaired.text.is_file()
    assert not (unpaired.path / "bad.py").exists()


def test_a_format_that_there_is_not_needs_no_program(unpaired: Project) -> None:
    done = unpaired.nbtrack("pair", "nb.ipynb", "--to", "py:nonsense")
    assert done.returncode == 2
    assert "nonsense is not a valid format name. Please choose one of" in done.stderr
    assert "hint" not in done.stderr


@pytest.mark.skipif(shutil.which("quarto") is not None, reason="quarto is there")
def test_a_format_that_needs_a_program_says_which(unpaired: Project) -> None:
    done = unpaired.nbtrack("pair", "nb.ipynb", "--to", "qmd")
    assert done.returncode == 2
    assert "hint: jupytext needs the program `quarto` on the PATH" in done.stderr
    assert unpaired.notebook.read_bytes() == NOTEBOOK
