"""What kind of differences there are between two notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.diff.noise.classes import noise_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.model import NotebookDiff

KINDS = ("source", "outputs", "metadata", "noise")  # the one that matters most comes first


def kinds_of(diff: NotebookDiff) -> tuple[str, ...]:
    """Return which kinds of differences there are, empty where the notebooks are the same.

    A cell that came, went or moved, and an attachment of a Markdown cell, belong to the source.
    """
    found = set(_kinds(diff))
    return tuple(kind for kind in KINDS if kind in found)


def _kinds(diff: NotebookDiff) -> Iterator[str]:
    for cell in diff.cells:
        if cell.kind in ("added", "removed", "moved") or cell.source or cell.attachments:
            yield "source"
        if cell.old_type != cell.new_type:
            yield "source"
        if cell.outputs and cell.kind not in ("added", "removed"):
            yield "outputs"
        if cell.metadata:
            yield "metadata"
    if diff.metadata:
        yield "metadata"
    if noise_of(diff):
        yield "noise"
