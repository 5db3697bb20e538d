"""`nbtrack extract --modules`: code grows out of a notebook, and the notebook still runs."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import code, notebook_b, stream

CELLS = (
    code("import math\nimport nbtrack"),
    code("lr = 0.5", metadata={"tags": ["parameters"]}),
    code("# how far\ndef distance(x, y=0):\n    return math.hypot(x, y)\n\n"
        "def scaled(x):\n    return distance(x) * lr"),
    code(
        "class Model:\n    def fit(self, x):\n        self.loss = distance(x)\n        return self\n\n\n"
        "nbtrack.log(loss=Model().fit(3).loss + scaled(4))",
        outputs=[stream("kept\n")],
    ),
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "train.ipynb").write_bytes(notebook_b(*CELLS))
    return tmp_path


def nbtrack(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nbtrack", *words], cwd=project, capture_output=True, text=True, timeout=120
    )


def modules(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return nbtrack(project, "extract", "train.ipynb", "--modules", "churn", *words)


@pytest.mark.kernel
def test_check_and_a_run_still_work_afterwards(project: Path) -> None:
    ran = nbtrack(project, "run", "train.ipynb", "--json")
    before = json.loads(ran.stdout)["metrics"]
    findings = nbtrack(project, "check", "train.ipynb").stdout
    done = modules(project, "--yes")
    assert done.returncode == 0, done.stderr
    assert "cell 3, line 5: scaled stays: it uses `lr`, which cell 2 sets" in done.stdout
    after = nbtrack(project, "run", "train.ipynb", "--json")
    assert after.returncode == 0, after.stderr
    assert {name: one["last"] for name, one in json.loads(after.stdout)["metrics"].items()} == {
        name: one["last"] for name, one in before.items()
    }
    assert nbtrack(project, "check", "train.ipynb").stdout == findings


def test_the_module_and_the_notebook_are_written(project: Path) -> None:
    before = json.loads((project / "train.ipynb").read_bytes())
    assert modules(project, "--yes").returncode == 0
    assert (project / "churn" / "__init__.py").read_text() == ""
    assert (project / "churn" / "train.py").read_text() == (
        '"""Code that came out of train.ipynb."""\n\nimport math\n\n\n'
        "# how far\ndef distance(x, y=0):\n    return math.hypot(x, y)\n\n\n"
        "class Model:\n    def fit(self, x):\n        self.loss = distance(x)\n        return self\n"
    )
    after = json.loads((project / "train.ipynb").read_bytes())
    sources = ["".join(cell.pop("source")) for cell in after["cells"]]
    assert sources[2:] == [
        "from churn.train import distance\n\ndef scaled(x):\n    return distance(x) * lr",
        "from churn.train import Model\n\n\nnbtrack.log(loss=Model().fit(3).loss + scaled(4))",
    ]
    assert after["cells"] == [{k: v for k, v in cell.items() if k != "source"} for cell in before["cells"]]


def test_a_second_time_there_is_nothing_left_to_move(project: Path) -> None:
    modules(project, "--yes")
    written = (project / "train.ipynb").read_bytes(), (project / "churn" / "train.py").read_bytes()
    done = modules(project, "--yes")
    assert (done.returncode, done.stderr) == (0, "train.ipynb: nothing can move\n")
    assert written == ((project / "train.ipynb").read_bytes(), (project / "churn" / "train.py").read_bytes())


def test_undo_brings_the_notebook_back(project: Path) -> None:
    before = (project / "train.ipynb").read_bytes()
    modules(project, "--yes", "--undo")
    assert (project / "train.ipynb").read_bytes() != before
    assert nbtrack(project, "undo").returncode == 0
    assert (project / "train.ipynb").read_bytes() == before


def test_a_dry_run_shows_all_and_changes_nothing(project: Path) -> None:
    before = (project / "train.ipynb").read_bytes()
    done = modules(project, "--dry-run")
    assert done.returncode == 0
    assert "+++ b/churn/train.py" in done.stdout
    assert "+from churn.train import distance" in done.stdout
    row = json.loads(modules(project, "--dry-run", "--json").stdout)["notebooks"][0]
    assert [one["name"] for one in row["moved"]] == ["distance", "Model"]
    assert (row["written"], [one["name"] for one in row["stays"]]) == (False, ["scaled"])
    assert (project / "train.ipynb").read_bytes() == before
    assert not (project / "churn").exists()


def test_without_anybody_to_ask_nothing_is_written(project: Path) -> None:
    done = modules(project)
    assert done.returncode == 2
    assert "there is nobody to ask" in done.stderr
    assert not (project / "churn").exists()


@pytest.mark.parametrize(("answer", "is_written"), [(b"y\n", True), (b"\n", False)])
def test_a_person_is_asked(project: Path, answer: bytes, is_written: bool) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "nbtrack", "extract", "train.ipynb", "--modules", "churn"],
            cwd=project, stdin=theirs, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert "move them? [y/N]" in done.stderr
    assert (project / "churn" / "train.py").exists() is is_written


def test_a_package_that_the_project_has_is_taken(project: Path) -> None:
    (project / "src" / "churn").mkdir(parents=True)
    (project / "src" / "churn" / "train.py").write_text("import math\n\nX = 1\n")
    done = modules(project, "--yes")
    assert (
        (project / "src" / "churn" / "train.py")
        .read_text()
        .startswith("import math\n\nX = 1\n\n\n# how far\n")
    )
    assert "src/churn is not beside the notebook" in done.stderr
    assert not (project / "src" / "churn" / "__init__.py").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--dry-run", "--modules", "json"), "json is a module of Python's own"),
        (("--dry-run", "--modules", "../x"), "'../x' is no name of a package"),
        (("--modules", "churn", "--cli"), "--cli does not go together with --modules"),
        (("--dry-run",), "--dry-run and --yes are for --modules"),
    ],
)
def test_what_cannot_be_asked_for(project: Path, words: tuple[str, ...], said: str) -> None:
    done = nbtrack(project, "extract", "train.ipynb", *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_module_of_the_packages_name_is_left_alone(project: Path) -> None:
    (project / "churn.py").write_text("x = 1\n")
    done = modules(project, "--yes")
    assert (done.returncode, (project / "churn.py").read_text()) == (2, "x = 1\n")
    assert "churn.py is a module, not a package" in done.stderr


def test_a_package_in_the_package_goes_on_where_the_first_step_ended(project: Path) -> None:
    assert modules(project, "--yes").returncode == 0
    cells = (*CELLS[:1], code("from churn.train import distance\ndef twice(x): return distance(x) * 2"))
    (project / "more.ipynb").write_bytes(notebook_b(*cells))
    done = nbtrack(project, "extract", "more.ipynb", "--modules", "churn.features", "--yes")
    assert done.returncode == 0, done.stderr
    text = (project / "churn" / "features" / "more.py").read_text()
    assert "from churn.train import distance\n\n\ndef twice(x): return distance(x) * 2\n" in text


def test_a_new_package_does_not_hide_one_that_the_notebook_imports(project: Path) -> None:
    (project / "train.ipynb").write_bytes(notebook_b(code("import numpy as np\ndef f(): return np.zeros(1)")))
    done = nbtrack(project, "extract", "train.ipynb", "--modules", "numpy", "--yes")
    assert (done.returncode, (project / "numpy").exists()) == (2, False)
    assert "train.ipynb imports another numpy" in done.stderr
