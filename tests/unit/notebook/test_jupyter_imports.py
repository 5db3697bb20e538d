"""Jupyter's packages are imported without what makes them slow."""

import subprocess
import sys

PROGRAM = """
import sys
from nbtrack.notebook.jupyter_imports import quick_imports
with quick_imports():
    import nbformat
assert "rfc3987_syntax" not in sys.modules
assert nbformat.v4.new_notebook().nbformat == 4
"""


def test_the_slow_package_stays_out_and_nothing_stays_behind() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
