"""Why a notebook fails, in one sentence."""

from pathlib import Path
from typing import Any

import pytest

from nbtrack.notebook.document import parse
from nbtrack.smoke.causes import cause_of
from nbtrack.smoke.preparing import trial_of
from nbtrack.smoke.protocol import Report
from nbtrack.smoke.verdict import HIDDEN_STATE, MEMORY, Cause
from tests.making import code, notebook_b
from tests.unit.smoke.conditions import under


def cause(error: BaseException, *cells: str, cell: int = 1) -> str:
    return cause_in(".", error, *cells, cell=cell).text


def cause_in(folder: Path | str, error: BaseException, *cells: str, cell: int = 1, **more: Any) -> Cause:
    book = parse(notebook_b(*map(code, cells)), str(Path(folder) / "test.ipynb"))
    return cause_of(reported(error, folder), cell, trial_of(book, under(**more)), str(folder))


def reported(error: BaseException, folder: Path | str = ".") -> Report:
    return {
        "type": type(error).__name__,
        "message": str(error),
        "bases": [base.__name__ for base in type(error).__mro__],
        "name": getattr(error, "name", None) or "",
        "file": getattr(error, "filename", None) or "",
        "folder": str(folder),
        "frames": [],
        "trace": [],
    }


def name_error(name: str) -> NameError:
    return NameError(f"name '{name}' is not defined", name=name)


def test_a_name_that_no_cell_defines_is_hidden_state() -> None:
    assert cause(name_error("x"), "x + 1").startswith("no cell defines `x`: the notebook worked only because")


def test_a_name_defined_further_down_means_another_order() -> None:
    assert "only further down, in cell 2" in cause(name_error("x"), "x + 1", "x = 1")


def test_a_name_that_a_cell_may_define_is_told_apart() -> None:
    assert cause(name_error("x"), "if 0: x = 1", "x", cell=2).startswith("cell 1 can define `x`")


@pytest.mark.parametrize("name", ["Out", "_", "_12", "_i3"])
def test_what_only_a_kernel_has_is_named(name: str) -> None:
    assert cause(name_error(name), "1") == f"only a kernel has `{name}`"


@pytest.mark.parametrize(("name", "platform"), [("dbutils", "Databricks"), ("spark", "platforms of Spark")])
def test_what_a_platform_gives_a_notebook_is_no_hidden_state(name: str, platform: str) -> None:
    expected = f"no cell defines `{name}`: it is there beforehand on {platform} only"
    assert cause(name_error(name), f"{name}.x") == expected
    assert cause(name_error(name), "y", f"{name} = 1").startswith(f"`{name}` is defined only further down")


def test_a_local_name_is_a_mistake_of_the_code_itself() -> None:
    assert cause(UnboundLocalError("x"), "1") == ""


def test_a_missing_module_names_the_cell_that_would_install_it() -> None:
    error = ModuleNotFoundError("No module named 'a_b'", name="a_b.c")
    assert "cell 1 would install it" in cause(error, "%pip install 'A-b>=1'", "import a_b.c", cell=2)
    assert "cell" not in cause(error, "%pip install a-b-d", "import a_b.c", cell=2)


def test_a_module_of_a_hosted_platform_is_named() -> None:
    error = ModuleNotFoundError("No module named 'google.colab'", name="google.colab")
    assert cause(error, "1") == "`google.colab` exists only on Google Colab"


@pytest.mark.parametrize("source", ["from google.colab import drive", "from google import auth, colab"])
def test_a_module_of_a_hosted_platform_is_named_where_all_of_its_package_is_missing(source: str) -> None:
    error = ModuleNotFoundError("No module named 'google'", name="google")
    assert cause(error, source) == "`google.colab` exists only on Google Colab"


@pytest.mark.parametrize("source", ["from google.cloud import storage", "import pyspark.sql"])
def test_a_package_that_anybody_can_install_is_not_said_to_be_of_a_platform(source: str) -> None:
    name = source.split()[1].partition(".")[0]
    found = cause(ModuleNotFoundError(f"No module named '{name}'", name=name), source)
    assert f"does not have the module `{name}`" in found
    assert "exists only on" not in found


def test_a_relative_path_names_the_folder_it_is_looked_for_in() -> None:
    assert "starts as the notebook's (.)" in cause(FileNotFoundError(2, "No such file", "data/x.csv"), "1")
    assert cause(FileNotFoundError(2, "No such file", "/data/x"), "1") == "/data/x is not on this machine"


@pytest.mark.parametrize(
    ("version", "told"),
    [("3.99.1", "the notebook ran in 3.99: install"), ("3.9.1", "fails in Jupyter as well"), (7, "as well")],
)
def test_a_cell_that_is_no_python_may_be_some_for_the_one_it_ran_in(version: object, told: str) -> None:
    metadata = {"language_info": {"name": "python", "version": version}}
    book = parse(notebook_b(code("x = <newer>"), metadata=metadata), "test.ipynb")
    report = reported(SyntaxError("cell 1, line 1: invalid syntax"))
    assert told in cause_of(report, 1, trial_of(book, under()), ".").text


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"kernelspec": {"name": "python2"}}, "invalid syntax"),
        ({}, "Missing parentheses in call to 'print'. Did you mean print(...)?"),
        ({}, "Missing parentheses in call to 'exec'. Did you mean exec(...)?"),
        ({}, "multiple exception types must be parenthesized"),
    ],
)
def test_a_cell_in_python_2_is_called_that(metadata: dict[str, Any], message: str) -> None:
    book = parse(notebook_b(code("print 1"), metadata=metadata), "test.ipynb")
    report = reported(SyntaxError(f"cell 1, line 1: {message}"))
    assert cause_of(report, 1, trial_of(book, under()), ".").text == (
        "the cell is Python 2, and fails in Jupyter as well, unless that has a kernel for it"
    )


def test_a_refused_magic_says_why() -> None:
    error = NotImplementedError("cell 1, line 1: `%sql x`: the database connection belongs to the magic")
    expected = "this cannot leave Jupyter: the database connection belongs to the magic"
    assert cause(error, "%sql x") == expected
    assert cause(NotImplementedError("abstract"), "x = 1") == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EOFError("EOF when reading a line"), "waits for input"),
        (RuntimeError("no display name and no $DISPLAY environment variable"), "needs a display"),
        (ConnectionError("Max retries exceeded"), "network"),
        (OSError("[Errno -2] Name or service not known"), "network"),
        (MemoryError(), "memory"),
        (AttributeError("'NoneType' object has no attribute 'system'"), "running IPython"),
        (ValueError("x"), ""),
    ],
)
def test_known_kinds_are_named(error: BaseException, words: str) -> None:
    found = cause(error, "get_ipython().system('ls')")
    assert words in found
    assert bool(words) == bool(found)


def test_each_kind_has_its_name() -> None:
    assert cause_in(".", name_error("x"), "x").kind == HIDDEN_STATE
    assert cause_in(".", MemoryError(), "x").kind == MEMORY
    assert cause_in(".", ValueError(), "x").kind == ""


def test_a_file_that_is_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").touch()
    (tmp_path / "notebooks").mkdir()
    for path, place in {"data/x.csv": "../data/x.csv", "x.csv": "../data/x.csv"}.items():
        error = FileNotFoundError(2, "No such file", path)
        assert cause_in(tmp_path / "notebooks", error, "1").text.endswith(f"; there is one at {place}")
    error = FileNotFoundError(2, "No such file", "nowhere.csv")
    assert "there is one" not in cause_in(tmp_path / "notebooks", error, "1").text


def test_a_path_is_found_in_the_words_of_numpy(tmp_path: Path) -> None:
    assert cause_in(tmp_path, FileNotFoundError("x.csv not found."), "1").text.startswith(
        "x.csv is looked for"
    )


def test_a_missing_module_is_told_apart_by_what_the_project_declares(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    error = ModuleNotFoundError("No module named 'torch'", name="torch")
    assert cause_in(tmp_path, error, "1").text.endswith("does not have the module `torch`")
    (tmp_path / "requirements.txt").write_text("pandas\n")
    assert "no dependency that the project declares provides it" in cause_in(tmp_path, error, "1").text
    (tmp_path / "requirements.txt").write_text("torch\n")
    assert "although the project declares it" in cause_in(tmp_path, error, "1").text


def test_a_module_of_the_project_that_is_not_on_the_path_is_found(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src" / "ours").mkdir(parents=True)
    (tmp_path / "src" / "ours" / "__init__.py").touch()
    error = ModuleNotFoundError("No module named 'ours'", name="ours")
    assert "is in the project, as src/ours/__init__.py" in cause_in(tmp_path, error, "1").text


def test_objects_that_only_ipython_has_are_named() -> None:
    error = AttributeError("'list' object has no attribute 'p'")
    assert "`files`, set in cell 1" in cause(error, "files = !ls", "files.p", cell=2)
    assert cause(error, "files = []", "files.p", cell=2) == ""
    error = AttributeError("'NoneType' object has no attribute 'update'")
    assert "a handle to update" in cause(error, "h = display(1, display_id=True)\nh.update(2)")
