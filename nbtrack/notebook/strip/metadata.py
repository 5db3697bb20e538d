"""Which metadata leaves."""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook, Pointer
    from nbtrack.notebook.strip.policy import StripPolicy

# nbformat requires neither, so taking them away leaves a valid notebook.
_MACHINE_KEYS = ("metadata.kernelspec", "metadata.language_info.version")


def notebook_metadata_edits(notebook: Notebook, policy: StripPolicy) -> list[Edit]:
    """Return the edits that take unwanted metadata off the notebook."""
    denied = policy.drop_metadata + (_MACHINE_KEYS if policy.kernel == "drop" else ())
    edits = list(_edits({"metadata": notebook.metadata}, (), "", denied, policy))
    # nbformat 4 moved `orig_nbformat` from the top into the metadata; old tools left it at the top.
    if "orig_nbformat" in notebook.data and "metadata.orig_nbformat" in denied:
        edits.append(Edit(("orig_nbformat",), REMOVE))
    return edits


def cell_metadata_edits(cell: Cell, policy: StripPolicy) -> list[Edit]:
    """Return the edits that take unwanted metadata, or other keys named `cell.KEY`, off a cell."""
    return list(_edits(cell.data, cell.pointer, "cell.", policy.drop_metadata, policy))


def _edits(
    data: dict[str, Any], place: Pointer, prefix: str, denied: tuple[str, ...], policy: StripPolicy
) -> Iterator[Edit]:
    """Walk the keys below data by their dotted paths; a key that leaves takes all below it along."""
    for key, value in data.items():
        path, pointer = f"{prefix}{key}", (*place, key)
        if _leaves(path, denied, policy):
            yield Edit(pointer, REMOVE)
        elif isinstance(value, dict) and (
            key == "metadata" or _is_below_metadata(path) or _named(path, denied)
        ):
            yield from _edits(value, pointer, f"{path}.", denied, policy)


def _leaves(path: str, denied: tuple[str, ...], policy: StripPolicy) -> bool:
    if _is_below_metadata(path) and not _allowed(path, policy.only_metadata):
        return True
    return matches(path, denied) and not matches(path, policy.keep_metadata)


def _is_below_metadata(path: str) -> bool:
    return path.removeprefix("cell.").startswith("metadata.")


def _named(path: str, denied: tuple[str, ...]) -> bool:
    return any(pattern.startswith(f"{path}.") for pattern in denied)


def _allowed(path: str, allowed: tuple[str, ...]) -> bool:
    """Tell whether a path is on the list, lies below what is, or leads to it.

    A list that names nothing of a cell says nothing about cells, and likewise for the notebook.
    """
    top = path[: path.index("metadata.") + len("metadata.")]
    listed = [pattern for pattern in allowed if pattern.startswith(top)]
    return not listed or any(
        matches(path, (pattern, f"{pattern}.*")) or pattern.startswith(f"{path}.") for pattern in listed
    )
