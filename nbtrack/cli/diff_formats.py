"""The forms in which `nbtrack diff` shows what changed between two notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.counting import count_text
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.notebook.document import Notebook


class Sides(NamedTuple):
    """Two notebooks, what people call them, and which of their parts are compared."""

    old: Notebook
    new: Notebook
    names: tuple[str, str]
    scope: DiffScope


def show_diff(diff: NotebookDiff, sides: Sides, args: Args, out: Output) -> None:
    """Print a diff in the form that was asked for."""
    name = format_of(args)
    if name == "text" and args.flag("stat"):
        out.line(f"{sides.names[1]}: {count_text(diff)}")
    else:
        _SHOWN[name](diff, sides, out)


def format_of(args: Args) -> str:
    """Return the name of the form that was asked for."""
    return "json" if args.flag("json") else args.value("format") or "text"


def _show_text(diff: NotebookDiff, sides: Sides, out: Output) -> None:
    from nbtrack.diff.text import render_text

    if diff.is_empty:
        _explain_silence(sides.old, sides.new, out)
        return
    heads = [f"{sign} {safe_line(name)}" for sign, name in zip(("---", "+++"), sides.names, strict=True)]
    out.styled("\n".join([*(out.paint(head, "bold") for head in heads), *render_text(diff, out.paint)]))


def _explain_silence(old: Notebook, new: Notebook, out: Output) -> None:
    """Say so where what was left out is not equal."""
    left_out = diff_notebooks(old, new)
    if not left_out.is_empty:
        out.note(f"nothing to show, but what was not compared differs: {count_text(left_out)}")


def _show_json(diff: NotebookDiff, sides: Sides, out: Output) -> None:
    from nbtrack.diff.diff_json import diff_to_json
    from nbtrack.diff.patch.make import make_patch
    from nbtrack.diff.patch.patch_json import patch_to_json

    found = diff_to_json(diff) | {"old": sides.names[0], "new": sides.names[1]}
    if sides.scope.outputs:  # sources alone do not make the other notebook
        found["patch"] = patch_to_json(make_patch(sides.old, sides.new, diff))
    out.json(found)


_SHOWN: dict[str, Callable[[NotebookDiff, Sides, Output], None]] = {
    "text": _show_text,
    "json": _show_json,
}
FORMATS = tuple(_SHOWN)
