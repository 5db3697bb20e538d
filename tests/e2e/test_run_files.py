"""What a run read and wrote is on its record, with no change to the notebook."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nbtrack.store.verify import verify
from tests.e2e.running import Project, command
from tests.making import code

pytestmark = pytest.mark.kernel


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "a project"
    folder.mkdir()
    made = Project(folder)
    (folder / "data").mkdir()
    (folder / "data" / "train.csv").write_text("x,y\n1,2\n")
    return made


def used(project: Project) -> dict[str, Any]:
    record = project.store.get(project.store.runs()[0].id)
    assert record.data is not None
    found = json.loads(project.store.blobs.get(record.data.files)) if record.data.files else {"files": []}
    return {"record": record, **found, "by": {file["path"]: file for file in found["files"]}}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_files_that_cells_and_their_processes_use_are_recorded(project: Project) -> None:
    child = "open('child.txt', 'w').write('a')"
    project.write(
        "train.ipynb",
        "import os, subprocess, sys\ntext = open('data/train.csv').read()",
        "open('model.bin', 'wb').write(b'w')\nopen('model.bin').read()",
        f"subprocess.run([sys.executable, '-c', {child!r}])",
        "open('a', 'w').close()\nos.replace('a', 'result.txt')\nopen('gone', 'w')\nos.remove('gone')",
    )
    done = project.nbtrack("run", "train.ipynb")
    assert done.returncode == 0, done.stderr
    found = used(project)
    assert {path: (file["use"], file["cell"]) for path, file in found["by"].items()} == {
        "data/train.csv": ("read", 1),
        "model.bin": ("written", 2),
        "child.txt": ("written", 3),
        "result.txt": ("written", 4),
    }
    assert found["by"]["data/train.csv"]["digest"] == digest("x,y\n1,2\n")
    assert (found["record"].data.read, found["record"].data.written) == (1, 3)
    assert not list(verify(project.store))
    assert "read         1 file: data/train.csv (8 B)" in project.nbtrack("show").stdout
    assert "train.csv" in project.nbtrack("show", "--files").stdout


def test_what_was_read_counts_also_where_the_run_then_changes_it(project: Project) -> None:
    project.write(
        "train.ipynb", "text = open('data/train.csv').read()\nopen('data/train.csv', 'a').write('3,4\\n')"
    )
    project.nbtrack("run", "train.ipynb")
    file = used(project)["by"]["data/train.csv"]
    assert (file["use"], file["digest"], file["became"]) == (
        "changed",
        digest("x,y\n1,2\n"),
        digest("x,y\n1,2\n3,4\n"),
    )


def test_what_belongs_to_python_git_and_the_store_is_left_out(project: Project) -> None:
    project.write("train.ipynb", "import json, local\nopen('.git/HEAD').read()\nopen(json.__file__).read()")
    (project.folder / "local.py").write_text("x = 1\n")
    project.nbtrack("run", "train.ipynb")
    found = used(project)
    assert not found["by"]
    assert list(found["record"].modules) == ["local.py"]
    assert project.store.blobs.get(found["record"].modules["local.py"]) == b"x = 1\n"


def test_a_script_is_followed_too(project: Project) -> None:
    (project.folder / "train.py").write_text(
        "open('data/train.csv').read()\nopen('out.txt', 'w').write('1')\n"
    )
    project.nbtrack("run", "train.py")
    assert {path: file["use"] for path, file in used(project)["by"].items()} == {
        "data/train.csv": "read",
        "out.txt": "written",
    }


def test_a_run_that_code_begins_is_followed_from_there_to_its_end(project: Project) -> None:
    script = (
        "import nbtrack\n"
        "open('before.txt', 'w').close()\n"
        "with nbtrack.start():\n    open('data/train.csv').read()\n"
        "open('after.txt', 'w').close()\n"
    )
    (project.folder / "train.py").write_text(script)
    subprocess.run([sys.executable, "train.py"], cwd=project.folder, check=True)
    assert list(used(project)["by"]) == ["data/train.csv"]


def test_databases_are_followed_by_what_they_held_and_came_to_hold(project: Project) -> None:
    script = """
import sqlite3
def execute(name, said, **more):
    with sqlite3.connect(name, **more) as opened:
        return list(opened.execute(said))
execute("new.db", "create table t (a)")
execute("file:data/read.db?mode=ro", "select * from t", uri=True)
execute("data/written.db", "insert into t values (1)")
execute(":memory:", "select 1")
"""
    for name in "read.db", "written.db":
        with sqlite3.connect(project.folder / "data" / name) as made:
            made.execute("create table t (a)")
        made.close()
    (project.folder / "train.py").write_text(script)
    before = hashlib.sha256((project.folder / "data" / "written.db").read_bytes()).hexdigest()
    done = project.nbtrack("run", "train.py")
    assert done.returncode == 0, done.stderr
    by = used(project)["by"]
    assert {path: file["use"] for path, file in by.items()} == {
        "new.db": "written",
        "data/read.db": "read",
        "data/written.db": "changed",
    }
    assert by["data/written.db"]["digest"] == before != by["data/written.db"]["became"]


def test_spawned_and_forked_workers_are_followed(project: Project) -> None:
    script = (
        "import multiprocessing\n"
        "def work(name):\n    open(name, 'w').close()\n"
        "if __name__ == '__main__':\n"
        "    for method in ('fork', 'spawn'):\n"
        "        with multiprocessing.get_context(method).Pool(1) as pool:\n"
        "            pool.map(work, [method + '.txt'])\n"
    )
    (project.folder / "train.py").write_text(script)
    project.nbtrack("run", "train.py")
    assert {"fork.txt", "spawn.txt"} <= used(project)["by"].keys()


def test_many_files_of_a_folder_and_folders_that_are_listed_are_summarised(project: Project) -> None:
    images = project.folder / "images"
    images.mkdir()
    for number in range(1100):
        (images / f"{number}.png").write_text("p")
    project.write(
        "train.ipynb", "import os\nfor name in os.listdir('images'): open(f'images/{name}').close()"
    )
    project.nbtrack("run", "train.ipynb")
    found = used(project)
    assert [(folder["path"], folder["files"], folder["size_bytes"]) for folder in found["folders"]] == [
        ("images", 1100, 1100)
    ]
    assert len(found["files"]) == 1000


def test_a_search_for_packages_is_no_look_at_data(project: Project) -> None:
    search = "importlib.metadata.entry_points()\nlist(pkgutil.iter_modules())"
    imports = "import importlib.metadata, pkgutil, sys\nsys.path.insert(0, '')"
    source = f"{imports}\n{search}\nopen('data/a.csv').close()"
    (project.folder / "data" / "a.csv").write_text("1")
    project.write("train.ipynb", source)
    project.nbtrack("run", "train.ipynb")
    assert used(project)["by"].keys() == {"data/a.csv"}
    assert used(project)["folders"] == []


def test_a_folder_that_is_not_there_was_not_listed(project: Project) -> None:
    (project.folder / "train.py").write_text("import glob\nglob.glob('cuda/lib/*.so*'), glob.glob('data/*')")
    project.nbtrack("run", "train.py")
    assert [folder["path"] for folder in used(project)["folders"]] == ["data"]


def test_files_that_libraries_in_c_open_are_found_by_name_or_said_not_to_be_seen(project: Project) -> None:
    (project.folder / "duckdb.py").write_text("")  # its name is what counts
    (project.folder / "data" / "a.parquet").write_text("p")
    project.write("train.ipynb", "import duckdb\nquery = \"select * from 'data/a.parquet'\"")
    project.nbtrack("run", "train.ipynb")
    found = used(project)
    assert found["by"]["data/a.parquet"]["named"]
    assert found["unseen"] == ["duckdb"]


def test_a_run_that_ends_with_its_process_has_the_files_that_its_code_names(project: Project) -> None:
    (project.folder / "duckdb.py").write_text("")
    (project.folder / "data" / "a.parquet").write_text("p")
    source = "import nbtrack\nnbtrack.start()\nimport duckdb\nquery = \"select * from 'data/a.parquet'\"\n"
    (project.folder / "train.py").write_text(source)
    subprocess.run([sys.executable, "train.py"], cwd=project.folder, check=True)
    assert used(project)["by"]["data/a.parquet"]["named"]


WATCHED = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


@WATCHED
def test_files_that_nothing_names_are_found_where_a_library_in_c_or_a_program_opens_them(
    project: Project,
) -> None:
    """The library is pretended: what its import tells is its name, what it does is what `cat` does."""
    (project.folder / "h5py.py").write_text("")
    alone = "open('data/' + 'model.bin', 'w').write(open('data/' + 'train.csv').read())"
    opened = f"sh = 'cat data/tr' + 'ain.csv > data/' + 'other.csv'\nimport os\nos.system(sh)\n{alone}"
    project.write(
        "train.ipynb",
        "import h5py, os, subprocess, sys\n!cd data && cat train.csv > copy.csv",
        f"subprocess.run([sys.executable, '-I', '-c', {alone!r}])",
        "kept = dict(os.environ)\nos.environ.clear()\n"
        f"subprocess.run([sys.executable, '-c', {alone.replace('model', 'alone')!r}])\n"
        "os.environ.update(kept)",
        opened.replace("model", "own"),
    )
    done = project.nbtrack("run", "train.ipynb")
    assert done.returncode == 0, done.stderr
    found = used(project)
    assert {path: (file["use"], file["cell"]) for path, file in found["by"].items()} == {
        "data/train.csv": ("read", 4),
        "data/copy.csv": ("written", 1),
        "data/model.bin": ("written", 2),
        "data/alone.bin": ("written", 3),
        "data/other.csv": ("written", 4),
        "data/own.bin": ("written", 4),
    }
    assert found["by"]["data/copy.csv"]["opened"]
    assert found["watched"]
    shown = project.nbtrack("show").stdout
    assert "not seen     files outside of the project that h5py opened by other names" in shown


@WATCHED
def test_a_program_of_a_script_is_followed_too(project: Project) -> None:
    (project.folder / "train.py").write_text("import os\nos.system('cd data && cat *.csv > all')\n")
    project.nbtrack("run", "train.py")
    found = used(project)["by"]
    assert {path: file["use"] for path, file in found.items()} == {
        "data/train.csv": "read",
        "data/all": "written",
    }


@WATCHED
@pytest.mark.parametrize("library", ["h5py", "requests"])
def test_so_is_a_run_that_code_begins_where_a_library_in_c_is_there(project: Project, library: str) -> None:
    (project.folder / f"{library}.py").write_text("")
    script = (
        f"import {library}, nbtrack, subprocess, sys\n"
        "alone = \"open('data/' + 'new', 'w').write(open('data/train' + '.csv').read())\"\n"
        "with nbtrack.start():\n    subprocess.run([sys.executable, '-I', '-c', alone])\n"
    )
    (project.folder / "train.py").write_text(script)
    subprocess.run([sys.executable, "train.py"], cwd=project.folder, check=True)
    found = {path: file["use"] for path, file in used(project)["by"].items()}
    is_seen = library == "h5py"
    assert found == ({"data/new": "written", "data/train.csv": "read"} if is_seen else {})


@WATCHED
def test_what_somebody_else_opens_meanwhile_is_not_the_runs(project: Project) -> None:
    (project.folder / "notes.txt").write_text("")
    project.write(
        "train.ipynb",
        "import os, subprocess, time\nopen('begun', 'w').close()\nos.system('true')",
        "while os.path.exists('begun'): time.sleep(0.01)",
    )
    with subprocess.Popen(command("run", "train.ipynb"), cwd=project.folder) as running:
        while not (project.folder / "begun").exists():
            assert running.poll() is None
        subprocess.run(["cat", "notes.txt", "data/train.csv"], cwd=project.folder, check=True)
        (project.folder / "begun").unlink()
    assert list(used(project)["by"]) == []


def test_patterns_that_code_gives_to_libraries_in_c_name_what_they_find(project: Project) -> None:
    (project.folder / "polars.py").write_text("")
    (project.folder / "data" / "deep").mkdir()
    (project.folder / "data" / "deep" / "a.parquet").write_text("p")
    project.write("train.ipynb", "import polars\npolars, 'data/**/*.parquet', '*.csv'")
    project.nbtrack("run", "train.ipynb")
    assert {path: file["named"] for path, file in used(project)["by"].items()} == {
        "data/deep/a.parquet": True
    }


def test_files_that_programs_are_given_are_recorded(project: Project) -> None:
    (project.folder / "data" / "a b.txt").write_text("a")
    (project.folder / "data" / "deep").mkdir()
    (project.folder / "data" / "deep" / "x.dat").write_text("x")
    project.write(
        "train.ipynb",
        "import os, subprocess",
        "!cat data/train.csv > 'copy of.csv'",
        "os.system('cp \"data/a b.txt\" out.txt')",
        "subprocess.run(['sed', '-i', 's/x/y/', 'out.txt', '--quiet=no.thing'])",
        "%%bash\ncat data/deep/*.dat | gzip > deep.gz",
    )
    done = project.nbtrack("run", "train.ipynb")
    found = used(project)
    heard = 5 if sys.platform == "linux" else None  # what a shell's input names has no event of Python's
    assert {path: (file["use"], file.get("cell")) for path, file in found["by"].items()} == {
        "data/train.csv": ("read", 2),
        "copy of.csv": ("written", 2),
        "data/a b.txt": ("read", 3),
        "out.txt": ("written", 3),
        "data/deep/x.dat": ("read", heard),
        "deep.gz": ("written", heard),
    }, done.stderr
    assert [path for path, file in found["by"].items() if file.get("named")] == ["data/deep/x.dat", "deep.gz"]
    assert sum(file.get("argument", False) for file in found["by"].values()) == 4
    assert found["by"]["copy of.csv"]["digest"] == digest("x,y\n1,2\n")


def test_what_stands_in_folders_that_the_run_made_is_its_own(project: Project) -> None:
    project.write(
        "train.ipynb",
        "import os, subprocess\nos.makedirs('out/step-1')\nos.makedirs('data', exist_ok=True)",
        "subprocess.run('tee out/step-1/$N > data/$N', shell=True, input=b'', env={'N': 'model.bin'})",
    )
    project.nbtrack("run", "train.ipynb")
    found = used(project)
    inside = {path: file["use"] for path, file in found["by"].items() if file.get("inside")}
    assert inside == {"out/step-1/model.bin": "written"}


def test_addresses_are_recorded_without_what_signs_a_request(project: Project) -> None:
    source = (
        "import http.server, threading, urllib.request\n"
        "server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)\n"
        "threading.Thread(target=server.serve_forever, daemon=True).start()\n"
        "urllib.request.urlopen(f'http://127.0.0.1:{server.server_port}/data/train.csv?token=abc').read()\n"
    )
    project.write("train.ipynb", source)
    done = project.nbtrack("run", "train.ipynb")
    assert done.returncode == 0, done.stdout
    assert [url.partition(":")[0] + url[url.rindex("/data") :] for url in used(project)["urls"]] == [
        "http/data/train.csv"
    ]


def test_a_sitecustomize_and_a_pythonpath_of_the_users_own_still_hold(project: Project) -> None:
    own = project.folder / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("import builtins\nbuiltins.mine = 1\n")
    project.write(
        "train.ipynb", "import sys\nassert mine == 1\nassert not [p for p in sys.path if 'startup' in p]"
    )
    done = project.nbtrack("run", "train.ipynb", PYTHONPATH=str(own))
    assert done.returncode == 0, done.stdout


def test_git_sees_the_same_before_and_after_a_run(project: Project) -> None:
    project.write("train.ipynb", "text = open('data/train.csv').read()")
    (project.folder / "notes.txt").write_text("not tracked")
    project.git("add", "train.ipynb")
    project.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a")
    (project.folder / "data" / "train.csv").write_text("changed")
    before = (
        project.git("status", "--porcelain=v2", "--ignored"),
        (project.folder / ".git/index").read_bytes(),
    )
    project.nbtrack("run", "train.ipynb")
    after = project.git("status", "--porcelain=v2"), (project.folder / ".git/index").read_bytes()
    assert after == before


def test_the_index_made_anew_is_equal(project: Project) -> None:
    project.write("train.ipynb", "text = open('data/train.csv').read()")
    project.nbtrack("run", "train.ipynb")
    before = project.store.runs()
    project.nbtrack("store", "reindex")
    assert project.store.runs() == before
    assert before[0].data is not None


def test_what_a_kernel_imports_for_itself_is_none_of_the_codes_packages(project: Project) -> None:
    raises = code("1 / 0", metadata={"tags": ["raises-exception"]})
    project.write("train.ipynb", raises, "import yaml\nget_ipython().kernel._process_children()")
    project.nbtrack("run", "train.ipynb")
    environment = used(project)["record"].environment
    assert list(json.loads(project.store.blobs.get(environment.imported))) == ["pyyaml"]


def test_imported_packages_seeds_and_machine_are_on_record(project: Project) -> None:
    project.write("train.ipynb", "import random, yaml\nseed = 4\nrandom.seed(3)")
    project.nbtrack("run", "train.ipynb", OMP_NUM_THREADS="1", MY_TOKEN="never")
    record = used(project)["record"]
    environment = record.environment
    read = project.store.blobs.get
    assert list(json.loads(read(environment.imported))) == ["pyyaml"]
    assert environment.seeds == {"random.seed": [3]}
    assert json.loads(read(environment.machine))["variables"]["OMP_NUM_THREADS"] == "1"
    lock = project.nbtrack("show", "--lock").stdout.splitlines()
    version = json.loads(read(environment.packages))["pyyaml"]
    assert f"pyyaml=={version}" in lock
    assert "imported     pyyaml" in project.nbtrack("show").stdout
    shown = project.json("show")["used"]
    assert shown["imported"] == {"pyyaml": version}
    assert shown["lock"].splitlines() == lock
    assert shown["machine"]["variables"]["OMP_NUM_THREADS"] == "1"
    assert not list(verify(project.store))


def test_the_comparison_says_which_data_changed_and_that_it_is_likely_behind_an_output(
    project: Project,
) -> None:
    project.write("train.ipynb", "text = open('data/train.csv').read()", "print(len(text))")
    project.nbtrack("run", "train.ipynb")
    (project.folder / "data" / "train.csv").write_text("x,y\n1,2\n3,4\n")
    done = project.nbtrack("run", "train.ipynb")
    before = digest("x,y\n1,2\n")[:12]
    assert f"data         data/train.csv: {before} → " in done.stdout
    assert "likely: data/train.csv changed, which cell 1 reads" in done.stdout
    found = project.json("show")["comparison"]
    assert [change["name"] for change in found["data"]] == ["data/train.csv"]
    again = project.nbtrack("run", "train.ipynb").stdout
    assert "data/train.csv" not in again


def test_the_patch_is_of_the_experiments_folder_and_of_what_it_used_elsewhere(project: Project) -> None:
    names = ("exp/near.py", "lib/used.py", "lib/other.py", "elsewhere.txt")
    for name in names:
        (project.folder / name).parent.mkdir(exist_ok=True)
        (project.folder / name).write_text("x = 1\n")
    project.write("exp/train.ipynb", "import sys\nsys.path.append('../lib')\nimport used")
    project.git("add", "-A")
    project.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a")
    for name in names:
        (project.folder / name).write_text("x = 2\n")
    done = project.nbtrack("run", "exp/train.ipynb")
    assert done.returncode == 0, done.stdout
    patch = project.nbtrack("show", "--patch").stdout
    assert [line.split(" b/")[1] for line in patch.splitlines() if line.startswith("diff ")] == [
        "exp/near.py",
        "lib/used.py",
    ]


def test_each_cell_has_its_memory_processor_time_and_warnings(project: Project) -> None:
    busy = "import time\nend = time.monotonic() + 2.5\nwhile time.monotonic() < end: pass"
    project.write(
        "train.ipynb", "import warnings\nwarnings.warn('careful')", "x = bytearray(200_000_000); del x", busy
    )
    project.nbtrack("run", "train.ipynb")
    record = used(project)["record"]
    first, second, third = record.cells
    assert (first.warnings, second.warnings) == (1, 0)
    assert second.memory_bytes - third.memory_bytes > 150_000_000
    assert third.cpu_s > 0.1
    assert record.system
    assert project.nbtrack("show", "--points", "system/memory_bytes").stdout
    assert "WARNINGS" in project.nbtrack("show").stdout
    assert not list(verify(project.store))


def test_the_extracted_script_and_the_paired_text_are_kept(project: Project) -> None:
    project.write("train.ipynb", "%matplotlib inline\nx = 1")
    assert project.nbtrack("pair", "train.ipynb").returncode == 0
    project.nbtrack("run", "train.ipynb")
    notebook = used(project)["record"].notebook
    assert b"x = 1" in project.store.blobs.get(notebook.script)
    assert project.store.blobs.get(notebook.paired["train.py"]) == (project.folder / "train.py").read_bytes()
    assert not list(verify(project.store))


def test_code_that_empties_the_environment_is_of_its_run_all_the_same(project: Project) -> None:
    source = "import os\nos.environ.clear()\nimport nbtrack\n"
    says = "nbtrack.log(x=1)\nwith nbtrack.start(params={'rate': 2}):\n    nbtrack.tag('mine')"
    (project.folder / "train.py").write_text(source + says)
    project.write("train.ipynb", source, says)
    for path in ("train.py", "train.ipynb"):
        project.nbtrack("run", path)
        record = used(project)["record"]
        assert (record.metrics["x"].last, record.parameters["rate"].value, record.tags) == (1, 2, ("mine",))
    assert len(project.store.runs()) == 2


def test_a_setting_leaves_out_what_a_run_uses(project: Project) -> None:
    (project.folder / "nbtrack.toml").write_text("[record]\nfollow = false\n")
    project.write(
        "train.ipynb", "import os\nopen('data/train.csv').read()\nassert 'PYTHONPATH' not in os.environ"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command("run", "train.ipynb"), cwd=project.folder, env=environment, check=False)
    assert done.returncode == 0
    record = project.store.get(project.store.runs()[0].id)
    assert (record.data, record.modules) == (None, {})
    assert "nobody could follow" in project.nbtrack("show", "--files").stderr
