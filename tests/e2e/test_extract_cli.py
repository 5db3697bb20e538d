"""`nbtrack extract --cli`: the script on its command line is the notebook with other values."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nbtrack.store.record import RunRecord
from nbtrack.store.store import Store
from tests.making import code, notebook_b

CELLS = (
    code("%matplotlib inline\nimport json\nfrom pathlib import Path"),
    code(
        "# Settings\nlr = 0.1  # how fast\nlayers = [4, 2]\ndata = Path('data')\n"
        "mode: str | None = None\nscale = len('abc')",
        metadata={"tags": ["parameters"]},
    ),
    code(
        "import nbtrack\ndef loss(x):\n    return x * 2\n"
        "for step in range(3):\n    nbtrack.log(loss=loss(lr), step=step)"
    ),
    code(
        "final = loss(lr) + sum(layers)\nscores = {'a': final, 'b': 1}\nname = 'x'",
        metadata={"tags": ["metrics"]},
    ),
    code(
        "Path('out.json').write_text(json.dumps([lr, layers, str(data), mode, scale, final]))\n"
        "print('final', final)"
    ),
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "train.ipynb").write_bytes(notebook_b(*CELLS))
    return tmp_path


def nbtrack(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return python(project, "-m", "nbtrack", *words)


def python(project: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=project, capture_output=True, text=True, timeout=120, env={**os.environ, **environment},
    )  # fmt: skip


def extracted(project: Path, *words: str) -> Path:
    done = nbtrack(project, "extract", "train.ipynb", "--cli", "-o", "train.py", *words)
    assert done.returncode == 0, done.stderr
    return project / "train.py"


def last(project: Path) -> RunRecord:
    store = Store(str(project / ".nbtrack"))
    return store.records.get(store.runs()[0].id)


def recorded(project: Path) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Return parameters and metrics of the last run, and the file that it wrote."""
    record = last(project)
    assert record.status == "finished", record
    parameters = {name: one.value for name, one in record.parameters.items()}
    metrics = {name: (one.last, one.min, one.max) for name, one in record.metrics.items()}
    written = json.loads((project / "out.json").read_text())
    (project / "out.json").unlink()
    return parameters, metrics, written


@pytest.mark.kernel
@pytest.mark.parametrize("more", [(), ("--production",)], ids=["whole", "production"])
@pytest.mark.parametrize("given", [(), ("lr=0.5", "layers=[1]", "data=other")], ids=["as it is", "given"])
def test_script_and_notebook_leave_the_same_record(
    project: Path, given: tuple[str, ...], more: tuple[str, ...]
) -> None:
    values = [word for one in given for word in ("-p", one)]
    options = [f"--{one}" for one in given]
    extracted(project, *more)
    assert nbtrack(project, "run", "train.ipynb", *values).returncode == 0
    wanted = recorded(project)
    assert set(wanted[1]) == {"loss", "final", "scores.a", "scores.b"}
    wanted[0].pop("mode")  # a default of None is a text in a notebook's record
    for words in (["train.py", *options], ["-m", "nbtrack", "run", "train.py", *values]):
        done = python(project, *words)
        assert done.returncode == 0, done.stderr
        found = recorded(project)
        found[0].pop("mode")
        if "-m" in words:  # `nbtrack run` records the words of a script's options
            found[0]["layers"] = wanted[0]["layers"]
        assert found == wanted


def test_the_script_runs_without_nbtrack(project: Path) -> None:
    source = extracted(project)
    done = python(project, "-I", "-S", str(source), "--lr", "0.5")
    assert (done.returncode, done.stdout) == (0, "final 7.0\n"), done.stderr
    assert not (project / ".nbtrack").exists()
    assert json.loads((project / "out.json").read_text())[0] == 0.5
    (project / "c.yaml").write_text("lr: 1")
    refused = python(project, "-I", "-S", str(source), "--config", "c.yaml")
    assert refused.returncode == 2
    assert "YAML needs PyYAML" in refused.stderr


def test_a_folder_named_nbtrack_is_not_nbtrack(project: Path) -> None:
    (project / "nbtrack").mkdir()
    source = extracted(project.parent / project.name)
    shutil.copy(source, project / "alone.py")
    assert python(project, "-S", "alone.py", PYTHONPATH="").returncode == 0


def test_a_file_gives_values_and_the_command_line_wins(project: Path) -> None:
    extracted(project)
    (project / "c.toml").write_text("lr = 2\nlayers = [10]\nmode = 'fast'")
    done = python(project, "train.py", "--config", "c.toml", "--lr", "3", NBTRACK_RECORD="off")
    assert done.returncode == 0, done.stderr
    assert recorded_file(project) == [3.0, [10], "data", "fast", 3, 16.0]


def recorded_file(project: Path) -> Any:
    return json.loads((project / "out.json").read_text())


def test_a_failed_script_is_a_failed_run(project: Path) -> None:
    (project / "train.ipynb").write_bytes(notebook_b(*CELLS[:4], code("1 / 0")))
    extracted(project)
    assert python(project, "train.py").returncode == 1
    assert (last(project).status, last(project).parameters["lr"].value) == ("failed", 0.1)


def test_the_map_the_requirements_and_json_go_along(project: Path) -> None:
    source = extracted(project, "--map", "--requirements", "header")
    assert "# /// script" in source.read_text()
    line = 1 + source.read_text().splitlines().index("    final = loss(lr) + sum(layers)")
    located = nbtrack(project, "extract", "train.py", "--locate", str(line))
    assert located.stdout == "train.ipynb: cell 4, line 1\n"
    row = json.loads(nbtrack(project, "extract", "train.ipynb", "--cli", "--json").stdout)["notebooks"][0]
    assert len(row["lines"]) == row["source"].count("\n")
    assert (
        "cell 1  production, magic" in nbtrack(project, "extract", "train.ipynb", "--cli", "--explain").stdout
    )


def test_a_notebook_without_parameters_is_told_what_to_do(project: Path) -> None:
    (project / "train.ipynb").write_bytes(notebook_b(code("x = 1")))
    done = nbtrack(project, "extract", "train.ipynb", "--cli")
    assert (done.returncode, done.stdout) == (2, "")
    assert "train.ipynb has no cell tagged `parameters`" in done.stderr
    assert "hint: cell 1 sets x; to make that the parameters: `nbtrack params --tag-cell 1 " in done.stderr
    assert nbtrack(project, "params", "--tag-cell", "1", "train.ipynb").returncode == 0
    assert nbtrack(project, "extract", "train.ipynb", "--cli").returncode == 0


def test_functions_reach_other_processes(project: Path) -> None:
    cells = (
        code("from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing"),
        code("n = 3", metadata={"tags": ["parameters"]}),
        code("def double(x):\n    return x * 2"),
        code(
            "with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('spawn')) as pool:\n"
            "    print(list(pool.map(double, range(n))))"
        ),
    )
    (project / "train.ipynb").write_bytes(notebook_b(*cells))
    extracted(project)
    done = python(project, "train.py", "--n", "2", NBTRACK_RECORD="off")
    assert done.stdout == "[0, 2]\n", done.stderr
