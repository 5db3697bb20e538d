"""Jupyter's packages are imported without what makes them slow."""

import subprocess
import sys

PROGRAM = """
import sys
from nbtrack.notebook.jupyter_imports import quick_imports
with quick_imports():
    import jupytext, nbformat
assert "rfc3987_syntax" not in sys.modules
assert not [name for name in sys.modules if name.startswith(("jupyter_server", "jupytext.sync_"))]
assert nbformat.v4.new_notebook().nbformat == 4
assert jupytext.reads("# %%\\n1", "py:percent").cells[0].source == "1"
import jupytext.sync_contentsmanager, jupytext.async_contentsmanager
"""


def test_the_slow_packages_stay_out_and_nothing_stays_behind() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
