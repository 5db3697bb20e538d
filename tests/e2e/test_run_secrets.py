"""Secrets that `nbtrack check` would find in outputs do not get into the store."""

import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.store.notebooks import get_notebook
from nbtrack.store.store import Store
from nbtrack.store.verify import blobs_of, notebooks_of
from tests.e2e.running import Project, tagged
from tests.making import code, result, stream

pytestmark = pytest.mark.kernel

# Put together here, so that no scanner takes this file for a leak.
TOKEN = "gh" + "p_" + "q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v"
PASSWORD = "h7Kq" + "2vXz!9"
MADE = "'gh' + 'p_' + 'q8Zk3vXm5TrWj2HyN4pFs7Gd9Lb6Ccq8Zk3v'"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def everything(store: Store) -> str:
    """Return all that the store holds of its runs: records, what was said since, blobs, and notebooks."""
    found = [path.read_text() for path in Path(store.root, "annotations").glob("*.json")]
    found += [store.blobs.get(digest).decode("utf-8", "replace") for digest in store.blobs.digests()]
    for run in store.runs():
        record = store.get(run.id)
        assert blobs_of(record)
        found.append(repr(record))
        found += [get_notebook(store.blobs, name).decode() for name in notebooks_of(record).values()]
    return "\n".join(found)


def test_what_cells_put_out_is_redacted(project: Project) -> None:
    project.write(
        "train.ipynb",
        f"token = {MADE}\nprint('before', token, 'behind')",
        "print('\\x1b[31m' + token[:9] + '\\x1b[0m' + token[9:])",
        "{'token': token}",
        "from IPython.display import HTML, JSON\nHTML(f'<b>{token}</b>')",
        "JSON({'a': {'github': token}})",
        "raise ValueError(token)",
    )
    assert project.nbtrack("run", "train.ipynb").returncode == 1
    assert TOKEN not in everything(project.store)
    assert "before [redacted] behind" in project.nbtrack("show", "--notebook").stdout
    checked = project.folder / "out.ipynb"
    checked.write_text(project.nbtrack("show", "--notebook").stdout)
    assert project.nbtrack("check", "--select", "NBT201", "out.ipynb").returncode == 0


def test_outputs_that_the_notebook_brings_along_are_redacted(project: Project) -> None:
    project.write(
        "train.ipynb",
        code("x = 1", outputs=[stream(f"token {TOKEN}\n"), result({"text/plain": f"'{TOKEN}'"})]),
    )
    project.nbtrack("run", "train.ipynb")
    assert TOKEN not in everything(project.store)


def test_parameters_are_redacted_and_the_code_gets_them_whole(project: Project) -> None:
    project.write(
        "train.ipynb",
        tagged("parameters", "db_password = ''\nlr = 0.1"),
        "import os\nassert len(db_password) == 10",
    )
    (project.folder / "base.toml").write_text(f'lr = 0.2\ndb_password = "{PASSWORD}"\n')
    one = project.nbtrack("run", "train.ipynb", "-p", f"db_password={PASSWORD}")
    two = project.nbtrack("run", "train.ipynb", "-c", "base.toml")
    assert (one.returncode, two.returncode) == (0, 0), one.stdout + two.stdout
    assert PASSWORD not in everything(project.store)
    parameters = project.json("show")["parameters"]
    assert parameters["db_password"]["value"] == "[redacted]"
    assert parameters["lr"]["value"] == 0.2


def test_scripts_are_redacted_too(project: Project) -> None:
    script = (
        f"import nbtrack\ntoken = {MADE}\nnbtrack.start(params={{'token': token}})\n"
        "print('a', token)\nraise ValueError(token)\n"
    )
    (project.folder / "train.py").write_text(script)
    project.nbtrack("run", "train.py", "--", "--api-token", TOKEN, f"--password={PASSWORD}")
    subprocess.run([sys.executable, "train.py", f"--token={TOKEN}"], cwd=project.folder, capture_output=True)
    assert len(project.store.runs()) == 2
    found = everything(project.store)
    assert "a [redacted]" in found
    assert TOKEN not in found
    assert PASSWORD not in found


def test_code_is_stored_without_secrets_and_reproduced_with_them(project: Project) -> None:
    own = project.folder / "own.py"
    project.write("train.ipynb", "x = 1")
    own.write_text("value = 0\n")
    project.git("add", "--all")
    project.git("commit", "--quiet", "-m", "one")
    own.write_text(f"token = '{TOKEN}'\n")
    path = project.write(
        "train.ipynb", f"# {TOKEN}\nimport own\nassert len(own.token) == 40\nlost = len('{TOKEN}')"
    )
    done = project.nbtrack("run", "train.ipynb", "--metric", "lost")
    assert done.returncode == 0, done.stdout
    assert "cell 1: the source holds what looks like a secret (GitHub token)" in done.stderr
    assert TOKEN not in everything(project.store)
    assert project.json("reproduce", "latest")["verdict"] == "same"
    (run, _) = reversed(project.store.runs())
    (cell,) = project.json("blame", "train.ipynb")["cells"]
    assert cell["version"] == run.id
    assert project.nbtrack("diff", run.id, "train.ipynb").stdout == ""
    before = path.read_bytes()
    project.write("train.ipynb", f"another = '{TOKEN[::-1]}'\ntoken = '{PASSWORD}'")
    done = project.nbtrack("reproduce", run.id)
    assert (done.returncode, "held a secret, which is not on record" in done.stderr) == (2, True), done.stderr
    assert "lacks its secret" in project.nbtrack("restore", f"train.ipynb@{run.id}", "--dry-run").stderr
    path.write_bytes(before.replace(b"import own", b"import own  # now"))
    assert project.nbtrack("restore", f"train.ipynb@{run.id}").returncode == 0
    assert TOKEN in path.read_text()


def test_labels_tables_and_texts_are_redacted_and_the_warning_says_so(project: Project) -> None:
    script = (
        f"import nbtrack\ntoken = {MADE}\nnbtrack.start(name=token, tags=[token])\nnbtrack.tag(token)\n"
        "nbtrack.log_table([{'a': token}])\nopen('a.json', 'w').write(f'[\"{token}\"]')\n"
        "nbtrack.log_artifact('a.json')\nopen('a.bin', 'wb').write(b'\\xff')\nnbtrack.log_artifact('a.bin')\n"
    )
    (project.folder / "train.py").write_text(script)
    done = subprocess.run([sys.executable, "train.py"], cwd=project.folder, capture_output=True, text=True)
    assert done.stderr.count("a.json holds what looks like a secret") == 1
    assert "a.bin" not in done.stderr
    project.nbtrack("snapshot", "train.py", "-m", TOKEN, "--tag", TOKEN)
    assert project.nbtrack("tag", "latest", TOKEN).returncode == 0
    assert project.nbtrack("note", "latest", TOKEN).returncode == 0
    assert len(project.store.runs()) == 2
    assert TOKEN not in everything(project.store)


def test_a_secret_that_is_nowhere_else_is_not_overwritten(project: Project) -> None:
    project.write("train.ipynb", "x = 1")
    assert project.nbtrack("snapshot", "train.ipynb").returncode == 0
    path = project.write("train.ipynb", f"token = '{TOKEN}'")
    (run,) = project.store.runs()
    done = project.nbtrack("restore", f"train.ipynb@{run.id}")
    assert (done.returncode, "what looks like a secret" in done.stderr, TOKEN in path.read_text()) == (
        2,
        True,
        True,
    )
    assert project.nbtrack("restore", "--undo", f"train.ipynb@{run.id}").returncode == 0
    assert project.nbtrack("undo").returncode == 0
    assert TOKEN in path.read_text()


def test_a_run_that_was_given_a_secret_cannot_be_taken_up(project: Project) -> None:
    project.write("train.ipynb", tagged("parameters", "token = ''"), "assert len(token) < 4")
    assert project.nbtrack("run", "train.ipynb", "-p", f"token={TOKEN}").returncode == 1
    done = project.nbtrack("run", "--resume", "latest")
    assert done.returncode != 0
    assert "was given a secret as token" in done.stderr
