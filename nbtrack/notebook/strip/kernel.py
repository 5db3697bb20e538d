"""What becomes of the kernel that a notebook names."""

from __future__ import annotations

from nbtrack.notebook.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook

WAYS = ("keep", "drop", "version", "canonical")
# nbformat requires neither, so taking them away leaves a valid notebook.
LEAVING = {
    "keep": (),
    "drop": ("metadata.kernelspec", "metadata.language_info.version"),
    "version": ("metadata.language_info.version",),
    "canonical": ("metadata.language_info.version",),
}
# What a fresh installation of ipykernel names itself, and every Jupyter finds.
_PYTHON = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def canonical_edits(notebook: Notebook) -> list[Edit]:
    """Return the edits that make a Python notebook name the kernel that everybody has."""
    kernel = notebook.metadata.get("kernelspec")
    if not isinstance(kernel, dict) or notebook.language not in ("python", "ipython"):
        return []
    return [
        Edit(("metadata", "kernelspec", key), value)
        for key, value in _PYTHON.items()
        if kernel.get(key) != value
    ]
