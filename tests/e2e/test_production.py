"""The production script of the samples computes what the whole script computes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nbtrack.notebook.files import load
from nbtrack.script.extract import extract, extract_production

SAMPLES = Path(__file__).resolve().parents[2] / "sample_notebooks"
# The digest of each variable that has a stable form; modules, functions and figures have none.
DIGESTS = """
import hashlib as _h, json as _j, pickle as _p, sys as _s
def _digest(value):
    try:
        return _h.sha256(_p.dumps(value)).hexdigest()
    except Exception:
        return None
print("\\n" + _j.dumps({k: _digest(v) for k, v in list(globals().items()) if not k.startswith("_")}))
"""


TEMPORARY = {"workshop"}  # a folder with a new name each time


BROKEN = {"conflicted", "hidden_state"}  # what they show is how a notebook fails
RUNNABLE = sorted({path.stem for path in SAMPLES.glob("*.ipynb")} - BROKEN)


@pytest.mark.parametrize("name", RUNNABLE)
def test_the_production_script_ends_with_the_same_variables(name: str, tmp_path: Path) -> None:
    notebook = load(str(SAMPLES / f"{name}.ipynb"))
    whole = variables(extract(notebook).source, tmp_path / "whole")
    script, removals = extract_production(notebook)
    slim = variables(script.source, tmp_path / "slim")
    assert removals
    assert slim
    assert {variable: whole[variable] for variable in slim.keys() - TEMPORARY} == {
        variable: slim[variable] for variable in slim.keys() - TEMPORARY
    }


def variables(source: str, folder: Path) -> dict[str, str]:
    folder.mkdir()
    (folder / "script.py").write_text(source + DIGESTS)
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=True, timeout=120,
        env={"PATH": "/usr/bin:/bin", "MPLBACKEND": "Agg", "HOME": str(folder), "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout.rstrip().rpartition("\n")[2])
    return {name: digest for name, digest in found.items() if digest}
