"""Modules are told to belong to packages, by name or by the packages' lists of files."""

import importlib.metadata
import sys
from pathlib import Path

from nbtrack.record.environments.imported import imported_in, packages_of


def test_packages_that_are_called_otherwise_than_their_module_are_found() -> None:
    found = packages_of(("yaml", "pytest", "IPython", "json", "no_such_module"), tuple(sys.path))
    assert found == {
        "ipython": importlib.metadata.version("ipython"),
        "pytest": importlib.metadata.version("pytest"),
        "pyyaml": importlib.metadata.version("pyyaml"),
    }


def test_a_package_is_asked_for_its_files_where_it_names_no_modules(tmp_path: Path) -> None:
    folder = tmp_path / "scikit_learn-1.5.dist-info"
    folder.mkdir()
    (tmp_path / "sklearn").mkdir()
    (folder / "RECORD").write_text("other/__init__.py,,\nsklearn/__init__.py,,\n")
    assert packages_of(("sklearn", "other"), (str(tmp_path),)) == {"scikit-learn": "1.5"}


def test_imports_of_a_notebook_are_read_off_its_cells() -> None:
    sources = ["%matplotlib inline\nimport numpy.linalg as la, os", "!ls\nfrom sklearn.svm import SVC", "a b"]
    assert imported_in(sources) == {"numpy", "os", "sklearn"}
