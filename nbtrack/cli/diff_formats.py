"""The forms in which `nbtrack diff` shows what changed between two notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.deliver import deliver
from nbtrack.diff.counting import count_text
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN
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
    """Print or write a diff in the form that was asked for."""
    name = format_of(args)
    if name == "text":
        if args.flag("output"):
            raise UsageError("text is not written to a file", hint="name another form with --format")
        _show_text(diff, sides, args, out)
        return
    if name == "nbdime" and args.flag("no-outputs"):
        raise UsageError("nbdime's form is always complete", hint="leave --sources out")
    deliver(
        _WRITTEN[name](diff, sides).encode("utf-8", "backslashreplace"), args.value("output") or STDIN, out
    )


def format_of(args: Args) -> str:
    """Return the name of the form that was asked for."""
    return "json" if args.flag("json") else args.value("format") or "text"


def _show_text(diff: NotebookDiff, sides: Sides, args: Args, out: Output) -> None:
    if args.flag("stat"):
        out.line(f"{sides.names[1]}: {count_text(diff)}")
    elif diff.is_empty:
        _explain_silence(sides.old, sides.new, out)
    else:
        from nbtrack.diff.text import render_text

        heads = [f"{sign} {safe_line(name)}" for sign, name in zip(("---", "+++"), sides.names, strict=True)]
        out.styled("\n".join([*(out.paint(head, "bold") for head in heads), *render_text(diff, out.paint)]))


def _explain_silence(old: Notebook, new: Notebook, out: Output) -> None:
    """Say so where what was left out is not equal."""
    left_out = diff_notebooks(old, new)
    if not left_out.is_empty:
        out.note(f"nothing to show, but what was not compared differs: {count_text(left_out)}")


def _json(diff: NotebookDiff, sides: Sides) -> str:
    from nbtrack.diff.diff_json import diff_to_json
    from nbtrack.diff.patch.make import make_patch
    from nbtrack.diff.patch.patch_json import patch_to_json

    found = diff_to_json(diff) | {"old": sides.names[0], "new": sides.names[1]}
    if sides.scope.outputs:  # sources alone do not make the other notebook
        found["patch"] = patch_to_json(make_patch(sides.old, sides.new, diff))
    return _dumped(found)


def _nbdime(diff: NotebookDiff, sides: Sides) -> str:
    from nbtrack.diff.nbdime.entries import nbdime_entries

    return _dumped(nbdime_entries(sides.old, sides.new, diff))


def _dumped(value: Any) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


_WRITTEN: dict[str, Callable[[NotebookDiff, Sides], str]] = {"json": _json, "nbdime": _nbdime}
FORMATS = ("text", *_WRITTEN)
