"""The forms in which `nbtrack diff` shows what changed between two notebooks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.deliver import deliver
from nbtrack.diff.counting import amount_text
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.classes import ALL, noise_of
from nbtrack.diff.tables.changes import with_tables
from nbtrack.errors import UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.diff.text import HunkView
    from nbtrack.notebook.document import Notebook


TEXT_IN_FILE = "text is not written to a file"


class Sides(NamedTuple):
    """Two notebooks, what people call them, and which of their parts are compared."""

    old: Notebook
    new: Notebook
    names: tuple[str, str]
    scope: DiffScope

    @property
    def name(self) -> str:
        """Return what the notebook is called, by its old name where it is gone."""
        old, new = self.names
        return old if new == os.devnull else new


def show_diff(diff: NotebookDiff, sides: Sides, args: Args, out: Output) -> None:
    """Print or write a diff in the form that was asked for."""
    name = args.form()
    if name == "text":
        if args.flag("output"):
            raise UsageError(TEXT_IN_FILE, hint="name another form with --format")
        _show_text(diff, sides, args, out)
        return
    if name == "nbdime" and args.flag("no-outputs"):
        raise UsageError("nbdime's form is always complete", hint="leave --sources out")
    deliver(
        _WRITTEN[name](diff, sides).encode("utf-8", "backslashreplace"), args.value("output") or STDIN, out
    )


def scope_of(args: Args, *, outputs: bool) -> DiffScope:
    """Return what is compared, and which differences are noise: beside sources alone nothing is."""
    noise, told = (_classes(args.values(name)) for name in ("noise", "no-noise"))
    quiet = (noise or ALL) - told if outputs else frozenset[str]()
    return DiffScope(outputs, outputs, args.flag("metadata"), quiet, told, _tolerance(args))


def _tolerance(args: Args) -> Tolerance | None:
    if not args.value("rtol") and not args.value("atol"):
        return None
    from nbtrack.diff.noise.tolerance import Tolerance

    return Tolerance(args.number("rtol") or 0.0, args.number("atol") or 0.0)


def _classes(names: tuple[str, ...]) -> frozenset[str]:
    return ALL if "all" in names else frozenset(names)


def _show_text(diff: NotebookDiff, sides: Sides, args: Args, out: Output) -> None:
    if args.flag("stat"):
        out.line(f"{sides.name}: {amount_text(diff)}")
    elif args.flag("name-only"):
        if not diff.is_empty:
            out.line(sides.name)
    elif diff.is_empty:
        _explain_silence(diff, sides, out)
    else:
        from nbtrack.diff.text import render_text, unified

        view = _side_by_side() if args.flag("side-by-side") else unified
        heads = [f"{sign} {safe_line(name)}" for sign, name in zip(("---", "+++"), sides.names, strict=True)]
        lines = [
            *(out.paint(head, "bold") for head in heads),
            *render_text(_with_tables(diff, sides), out.paint, view),
        ]
        out.styled("\n".join(lines))


def _with_tables(diff: NotebookDiff, sides: Sides) -> NotebookDiff:
    return with_tables(diff, sides.old, sides.new, sides.scope.tolerance)


def _side_by_side() -> HunkView:
    from shutil import get_terminal_size

    from nbtrack.diff.side_by_side import side_by_side

    return side_by_side(get_terminal_size((130, 24)).columns)


def _explain_silence(diff: NotebookDiff, sides: Sides, out: Output) -> None:
    """Say so where what is noise, or was left out, is not equal."""
    left_out = diff_notebooks(
        sides.old, sides.new, DiffScope(noise=sides.scope.noise, tolerance=sides.scope.tolerance)
    )
    if not left_out.is_empty:
        out.note(f"nothing to show, but what was not compared differs: {amount_text(left_out)}")
    elif noise_of(diff):
        out.note(amount_text(diff))


def _json(diff: NotebookDiff, sides: Sides) -> str:
    return dumped(json_of(diff, sides))


def json_of(diff: NotebookDiff, sides: Sides) -> dict[str, Any]:
    """Return the diff as JSON values, with the patch that `nbtrack apply` applies."""
    from nbtrack.diff.diff_json import diff_to_json
    from nbtrack.diff.patch.make import make_patch
    from nbtrack.diff.patch.patch_json import patch_to_json

    found: dict[str, Any] = diff_to_json(_with_tables(diff, sides)) | {
        "old": sides.names[0],
        "new": sides.names[1],
    }
    if sides.scope.outputs:  # sources alone do not make the other notebook
        found["patch"] = patch_to_json(make_patch(sides.old, sides.new, diff))
    return found


def _nbdime(diff: NotebookDiff, sides: Sides) -> str:
    from nbtrack.diff.nbdime.entries import nbdime_entries

    return dumped(nbdime_entries(sides.old, sides.new, diff))


def _html(diff: NotebookDiff, sides: Sides) -> str:
    from nbtrack.diff.page.render import render_page

    return render_page(diff, sides.old, sides.new, sides.names, sides.scope)


def markdown_of(diff: NotebookDiff, sides: Sides, **room: int) -> str:
    """Return the diff as Markdown, which has room for `most` characters."""
    from nbtrack.diff.markdown import render_markdown

    return render_markdown(_with_tables(diff, sides), (sides.names[0], sides.name), **room)


def dumped(value: object) -> str:
    """Write JSON values as people read them."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


_WRITTEN: dict[str, Callable[[NotebookDiff, Sides], str]] = {
    "json": _json,
    "html": _html,
    "markdown": markdown_of,
    "nbdime": _nbdime,
}
FORMATS = ("text", *_WRITTEN)
