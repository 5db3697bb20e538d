"""Real notebooks to hold the code to, where somebody has some: NBTRACK_TEST_CORPUS names their folder.

What lies below `history/`, in a folder each, are the versions of one notebook.
"""

import os
from pathlib import Path

import pytest

_NAMED = os.environ.get("NBTRACK_TEST_CORPUS")
NOTEBOOKS = sorted(Path(_NAMED).rglob("*.ipynb")) if _NAMED else []
HISTORIES = (
    [sorted(folder.glob("*.ipynb")) for folder in sorted(Path(_NAMED).glob("history/*"))] if _NAMED else []
)
# Versions of one notebook are much alike: what takes long looks at the newest of each.
DIFFERENT = [
    path for path in NOTEBOOKS if all(path not in history or path == history[-1] for history in HISTORIES)
]
needs_notebooks = pytest.mark.skipif(not NOTEBOOKS, reason="NBTRACK_TEST_CORPUS names no folder of notebooks")
needs_histories = pytest.mark.skipif(
    not HISTORIES, reason="NBTRACK_TEST_CORPUS names no folder with histories"
)
