"""Kernels that name a provisioner are started by it, and recorded as any other."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.running import Project, tagged
from tests.making import code

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel
PROVISIONER = """
import os
from jupyter_client.provisioning import LocalProvisioner

class Marked(LocalProvisioner):
    async def pre_launch(self, **kwargs):
        found = await super().pre_launch(**kwargs)
        found["env"]["STARTED_BY"] = "the cluster"
        return found
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with a kernel whose provisioner is installed as packages install theirs."""
    installed, kernel = tmp_path / "installed", tmp_path / "jupyter" / "kernels" / "cluster"
    (installed / "marked-1.dist-info").mkdir(parents=True)
    (installed / "marked.py").write_text(PROVISIONER)
    (installed / "marked-1.dist-info" / "METADATA").write_text("Name: marked\nVersion: 1\n")
    (installed / "marked-1.dist-info" / "entry_points.txt").write_text(
        "[jupyter_client.kernel_provisioners]\nmarked = marked:Marked\n"
    )
    kernel.mkdir(parents=True)
    description = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Cluster",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": "marked"}},
    }
    (kernel / "kernel.json").write_text(json.dumps(description))
    monkeypatch.setenv("PYTHONPATH", str(installed))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project")


def outputs(project: Project) -> list[list[dict[str, object]]]:
    done = project.nbtrack("show", "--notebook")
    return [cell["outputs"] for cell in json.loads(done.stdout)["cells"]]


CELLS = (
    "print('a')\nimport sys; print('b', file=sys.stderr)\n1 + 1",
    "h = display('one', display_id='x')\nprint('c')",
    "h.update('two')\nopen('made.txt', 'w').write('made')\nNone",
    code("1 / 0", metadata={"tags": ["raises-exception"]}),
)


def test_outputs_are_those_of_a_kernel_of_our_own(project: Project) -> None:
    project.write("a.ipynb", *CELLS)
    assert project.nbtrack("run", "a.ipynb").returncode == 0
    ours = outputs(project)
    done = project.nbtrack("run", "a.ipynb", "--kernel", "cluster")
    assert done.returncode == 0, done.stderr
    assert outputs(project) == ours
    assert project.json("show")["data"]["written"] == 1


def test_the_provisioner_starts_it_and_metrics_are_asked(project: Project) -> None:
    project.write("a.ipynb", tagged("parameters", "n = 1"), "import os; print(os.environ['STARTED_BY'], n)")
    run = ("run", "a.ipynb", "--kernel", "cluster", "-p", "n=4", "--metric", "twice=n * 2")
    assert project.nbtrack(*run).returncode == 0
    assert outputs(project)[-1][0]["text"] == ["the cluster 4\n"]
    assert project.json("show")["metrics"]["twice"]["last"] == 8


def test_failures_deaths_and_limits_are_told(project: Project) -> None:
    for name, source, status, error in (
        ("a", "1 / 0", "failed", "ZeroDivisionError"),
        ("b", "import os; os._exit(3)", "killed", "DeadKernel"),
        ("c", "import time; time.sleep(60)", "timed-out", "Timeout"),
    ):
        project.write(f"{name}.ipynb", source)
        run = ("run", f"{name}.ipynb", "--kernel", "cluster", "--cell-timeout", "2")
        assert project.nbtrack(*run).returncode == 1
        record = project.json("show")
        assert (record["status"], record["error"]["name"]) == (status, error)


def test_an_interruption_reaches_the_cell(project: Project) -> None:
    project.write("a.ipynb", "open('began', 'w').close()\nimport time; time.sleep(60)")
    running = project.start("run", "a.ipynb", "--kernel", "cluster")
    while not os.path.exists(project.folder / "began"):
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130, said
    assert project.json("show")["status"] == "interrupted"


def test_a_provisioner_that_is_not_there_is_an_error(project: Project) -> None:
    project.write("a.ipynb", "1")
    done = project.nbtrack("run", "a.ipynb", "--kernel", "cluster", PYTHONPATH="")
    assert done.returncode == 1
    assert "provisioner 'marked'" in done.stdout + done.stderr
