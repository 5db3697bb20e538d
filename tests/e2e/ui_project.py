"""A project with real runs of real notebooks: what the pages are tested on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.e2e.test_diff_page import ATTACKS, SVG
from tests.making import code, markdown, notebook_b

TRAIN = Path(__file__).resolve().parents[2] / "sample_notebooks" / "train.ipynb"
_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def nbtrack(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Call the command line."""
    return subprocess.run(
        [sys.executable, "-m", "nbtrack", *words], cwd=folder, capture_output=True, text=True, timeout=300
    )


def git(folder: Path, *words: str) -> None:
    """Call git as somebody."""
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def record_training(folder: Path) -> None:
    """Run the training notebook three times: as it is, with another value, and so that it fails."""
    (folder / "pyproject.toml").write_text("")
    shutil.copy(TRAIN, folder / "train.ipynb")
    git(folder, "init", "-q")
    git(folder, "add", "train.ipynb", "pyproject.toml")
    git(folder, "commit", "-qm", "Start with a linear classifier")
    nbtrack(folder, "run", "train.ipynb", "--quiet")
    text = (folder / "train.ipynb").read_text()
    (folder / "train.ipynb").write_text(text.replace("epochs: loss", "epochs, loss"))
    git(folder, "commit", "-qam", "Say it shorter")
    nbtrack(folder, "run", "train.ipynb", "-p", "learning_rate=0.05", "--name", "faster", "--quiet")
    nbtrack(folder, "run", "train.ipynb", "-p", "learning_rate=-1", "--quiet")


def write_notebook(folder: Path, name: str, *cells: dict[str, Any]) -> None:
    """Write a notebook that a kernel can run."""
    (folder / name).write_bytes(notebook_b(*cells, metadata=_KERNEL))


_PLOT = """
import base64, nbtrack
from IPython.display import HTML, Math, display
scale = 1
"""
_SHOWN = """
for step in range(5):
    nbtrack.log(loss=scale / (step + 1))
png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
display({"image/png": png, "text/plain": "a dot"}, raw=True)
display(Math(r"\\hat{y} = \\operatorname{softmax}(Wx)"))
display(HTML("<ul>" + "<li>a line</li>" * 10 + "</ul>"), HTML("<b>one line</b>"), HTML("<p>tall</p>" * 60))
display(HTML(f"<table><tr><th>scale</th></tr><tr><td>{scale}</td></tr></table>"))
print("scaled by", scale)
"""


def record_showing(folder: Path) -> None:
    """Run a notebook that shows a picture, formulas, a table, texts and frames, twice."""
    (folder / "pyproject.toml").write_text("")
    write_notebook(
        folder,
        "shows.ipynb",
        markdown("# Model\n\nWith $x_i$:\n\n$$\\frac{a}{b}$$\n"),
        code(_PLOT, metadata={"tags": ["parameters"]}),
        code(_SHOWN),
    )
    nbtrack(folder, "run", "shows.ipynb", "--quiet")
    nbtrack(folder, "run", "shows.ipynb", "--quiet", "-p", "scale=2", "--name", "twice")


_HTML = "<b>kept</b><p style='background:url(http://127.0.0.1:9/)'>x</p><form action='/x'><input></form>"
_BUNDLES = [
    *({"text/html": attack} for attack in ATTACKS),
    *({"text/markdown": attack} for attack in ATTACKS),
    *({"text/plain": attack, "application/x-unknown": attack} for attack in ATTACKS),
    {"text/html": f"<table><tr><td>{''.join(ATTACKS)}</td></tr></table>"},
    {"text/html": _HTML},
    {"image/svg+xml": SVG},
    {"image/png": "'><script>hit=1</script>"},
    {"application/javascript": "window.hit = 1; parent.hit = 1"},
    {"application/vnd.plotly.v1+json": {"x": "<script>"}},
]
_SHOWS = f"""
import json
from IPython.display import display
for one in json.loads({json.dumps(_BUNDLES)!r}):
    display(one, raw=True)
"""
_FAILS = f"""
print({ATTACKS[0]!r})
print("\\x1b]8;;javascript:hit=1\\x07x\\x1b[31m" + {ATTACKS[1]!r})
raise type({ATTACKS[0]!r}, (Exception,), {{}})({ATTACKS[1]!r})
"""
_TEXT = "\n\n".join([*ATTACKS, "[x](javascript:window.hit=1) ![x](http://127.0.0.1:9/x.png)"])


def write_hostile(folder: Path, name: str = "hostile.ipynb") -> None:
    """Write a notebook that says everything a stranger may say, wherever it can be said."""
    (folder / "pyproject.toml").write_text("")
    write_notebook(
        folder,
        name,
        markdown(_TEXT),
        code(repr("".join(ATTACKS)), metadata={"tags": [ATTACKS[0]]}),
        code(_SHOWS),
        code(_FAILS),
    )
