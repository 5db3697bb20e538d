"""NBT404: imports held against what the project declares, in each of the ways to declare."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nbtrack.notebook.document import Notebook, parse
from tests.making import code, notebook_b
from tests.unit.rules.asking import said

if TYPE_CHECKING:
    from pathlib import Path

RULE = "NBT404"


def project(folder: Path, files: dict[str, str], *sources: str, at: str = "n.ipynb") -> Notebook:
    """Write a project with a notebook in it."""
    for name, text in (files | {".git": "gitdir: elsewhere"}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    path = folder / at
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook_b(*map(code, sources)))
    return parse(path.read_bytes(), str(path))


DECLARED = {
    "requirements": {"requirements.txt": "# ours\nPandas[excel]>=2 ; python_version > '3'\n--hash x\n"},
    "included": {"requirements-dev.txt": "-r base/all.txt\n", "base/all.txt": "pandas==2.0\n"},
    "a folder of requirements": {"requirements/dev.txt": "pandas\n"},
    "project": {"pyproject.toml": '[project]\nname = "x"\ndependencies = ["pandas>=2"]\n'},
    "optional": {"pyproject.toml": '[project.optional-dependencies]\ndemo = ["pandas"]\n'},
    "groups": {"pyproject.toml": '[dependency-groups]\ndev = ["pandas", {include-group = "x"}]\n'},
    "poetry": {"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\npandas = "^2"\n'},
    "poetry's groups": {"pyproject.toml": "[tool.poetry.group.dev.dependencies]\npandas = {version = '2'}\n"},
    "pixi": {"pixi.toml": '[feature.x.dependencies]\npandas = "*"\n'},
    "Pipfile": {"Pipfile": '[packages]\npandas = "*"\n'},
    "setup.cfg": {"setup.cfg": "[options]\ninstall_requires =\n    pandas>=2\n"},
    "setup.py": {"setup.py": "setup(name='x', install_requires=['pandas>=1'])"},
    "conda": {
        "environment.yml": "channels: [x]\ndependencies:\n  - python=3.11\n  - conda-forge::pandas=2.1\n"
    },
    "conda, one of several": {"environment-dev.yaml": "name: x\ndependencies:\n  - pandas\n"},
    "conda for CI": {"ci/312-latest.yml": "name: x\ndependencies:\n  - pandas>=2\n"},
    "conda with pip": {"environment.yml": "dependencies:\n  - pip\n  - pip:\n    - pandas==2\n"},
    "binder": {"binder/environment.yml": "dependencies:\n- pandas\n"},
    "a lock file": {"requirements.txt": "x", "uv.lock": '[[package]]\nname = "pandas"\nversion = "2"\n'},
    "another": {"requirements.txt": "x", "Pipfile.lock": '{\n "default": {\n  "pandas": {\n'},
    "an address": {"requirements.txt": "git+https://example.org/dev/pandas.git@main\n"},
    "its own name": {"pyproject.toml": '[project]\nname = "pandas"\ndependencies = ["x"]\n'},
}


@pytest.mark.parametrize("files", DECLARED.values(), ids=DECLARED)
def test_what_is_declared_is_no_finding(files: dict[str, str], tmp_path: Path) -> None:
    book = project(tmp_path, files, "import pandas as pd", at="deep/er/n.ipynb")
    assert said(RULE, book) == []


@pytest.mark.parametrize("files", DECLARED.values(), ids=DECLARED)
def test_what_is_not_declared_is_found(files: dict[str, str], tmp_path: Path) -> None:
    book = project(tmp_path, files, "import os\nfrom seaborn.x import y", at="deep/er/n.ipynb")
    assert said(RULE, book) == ['1:2:1: "seaborn" is imported, but no declared dependency provides it']


PROVIDED = {
    "another name": ("scikit-learn", "import sklearn"),
    "a different distribution": ("opencv-python-headless", "import cv2"),
    "a namespace": ("google-cloud-storage", "from google.cloud import storage"),
    "a build of it": ("tensorflow-cpu", "import tensorflow as tf"),
    "what comes along": ("pandas", "import numpy"),
    "what comes along with plots": ("hvplot", "import holoviews, bokeh"),
    "yet another name": ("PyWavelets", "import pywt"),
    "underscores": ("huggingface-hub", "import huggingface_hub"),
    "Python's own": ("x", "import os, json, tomllib"),
    "Jupyter's own": ("x", "from IPython.display import display\nimport ipykernel"),
    "a platform's own": ("x", "from google.colab import drive\nimport google.colab"),
    "an optional one": ("x", "try:\n    import nothing\nexcept ImportError:\n    nothing = None"),
    "one for some": ("x", "if IN_COLAB:\n    import nothing"),
    "one in a function": ("x", "def f():\n    import nothing"),
    "relative": ("x", "from . import nothing\nfrom .nothing import more"),
    "installed by a magic": ("x", "%pip install -q 'nothing>=2' other\nimport nothing, other"),
    "installed by a command": ("x", "!{sys.executable} -m pip install nothing\nimport nothing"),
    "installed by conda": ("x", "!conda install -y -c conda-forge nothing\nimport nothing"),
    "installed by the code": ("x", 'run(["pip", "install", "nothing"])\nimport nothing'),
    "from a path that is added": ("x", "import sys\nsys.path.append('..')\nimport nothing"),
    "from a clone": ("x", "!git clone https://example.org/nothing\nimport nothing"),
}


@pytest.mark.parametrize(("requirement", "source"), PROVIDED.values(), ids=PROVIDED)
def test_what_something_provides_is_no_finding(requirement: str, source: str, tmp_path: Path) -> None:
    assert said(RULE, project(tmp_path, {"requirements.txt": requirement}, source)) == []


@pytest.mark.parametrize("place", ["nb/own.py", "own/__init__.py", "own.py", "src/own/a.py", "nb/own.ipynb"])
def test_a_module_of_the_project_is_no_finding(place: str, tmp_path: Path) -> None:
    book = project(tmp_path, {"requirements.txt": "x", place: ""}, "import own", at="nb/n.ipynb")
    assert said(RULE, book) == []


def test_a_package_outside_of_git_is_more_than_its_documentation(tmp_path: Path) -> None:
    files = {"docs/requirements.txt": "sphinx", "setup.py": "setup(name='own', install_requires=['pandas'])"}
    book = project(tmp_path, files, "import own, pandas, nothing", at="docs/n.ipynb")
    (tmp_path / ".git").unlink()
    assert said(RULE, book) == ['1:1:1: "nothing" is imported, but no declared dependency provides it']


def test_a_submodule_has_what_its_repository_declares(tmp_path: Path) -> None:
    files = {"docs/.git": "gitdir: ../.git/modules/docs", "docs/requirements.txt": "seaborn"}
    book = project(tmp_path, files, "import pandas, seaborn", at="docs/n.ipynb")
    (tmp_path / ".git").unlink()
    (tmp_path / ".git").mkdir()
    (tmp_path / "requirements.txt").write_text("pandas")
    assert said(RULE, book) == []


def test_what_is_no_environment_declares_nothing(tmp_path: Path) -> None:
    files = {"requirements.txt": "x", "ci/jobs.yml": "jobs:\n  a:\n    dependencies:\n      - pandas\n"}
    assert len(said(RULE, project(tmp_path, files, "import pandas"))) == 1


def test_requirements_that_the_notebook_installs_count(tmp_path: Path) -> None:
    files = {"requirements.txt": "x", "extra/more.list": "seaborn\n"}
    assert said(RULE, project(tmp_path, files, "%pip install -r extra/more.list", "import seaborn")) == []


@pytest.mark.parametrize(
    "files", [{}, {"pyproject.toml": "[tool.ruff]\n"}, {"setup.py": "setup()"}, {"pyproject.toml": "["}]
)
def test_a_project_that_declares_nothing_is_left_alone(files: dict[str, str], tmp_path: Path) -> None:
    assert said(RULE, project(tmp_path, files, "import nothing")) == []


def test_a_notebook_from_nowhere_is_left_alone() -> None:
    assert said(RULE, parse(notebook_b(code("import nothing")), "<stdin>")) == []


def test_well_known_modules_are_found_although_paths_are_added(tmp_path: Path) -> None:
    book = project(tmp_path, {"requirements.txt": "x"}, "import sys\nsys.path.append('..')\nimport sklearn")
    assert len(said(RULE, book)) == 1


def test_what_is_declared_since_counts(tmp_path: Path) -> None:
    book = project(tmp_path, {"requirements.txt": "-r more.txt\n", "more.txt": "x"}, "import nothing")
    assert len(said(RULE, book)) == 1
    (tmp_path / "more.txt").write_text("x\nnothing\n")
    assert said(RULE, book) == []


def test_requirements_that_include_themselves_are_read_once(tmp_path: Path) -> None:
    files = {"requirements.txt": "-r requirements.txt\n" * 99 + "nothing\n"}
    assert said(RULE, project(tmp_path, files, "import nothing")) == []


def test_what_a_notebook_installs_from_is_not_read_where_it_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # who opens it waits for ever
    book = project(tmp_path, {"requirements.txt": "x"}, "%pip install -r pipe\nimport nothing")
    assert len(said(RULE, book)) == 1
