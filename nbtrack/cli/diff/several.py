"""`nbtrack diff` where several notebooks are compared: each as if it had been named, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.cli.deliver import deliver
from nbtrack.cli.diff.formats import Sides, dumped, json_of, markdown_of, scope_of, show_diff
from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.kinds import kinds_of
from nbtrack.diff.markdown import MOST_CHARACTERS
from nbtrack.diff.sources import is_cleaned_by_git
from nbtrack.errors import NbtrackError, UsageError
from nbtrack.notebook.files import STDIN
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.diff.model import NotebookDiff
    from nbtrack.diff.several import Pair

SCHEMA = "nbtrack.diffs/1"
_FORMS = ("text", "json", "markdown", "html")
_TAIL = 100  # characters for how many are left out


class Compared(NamedTuple):
    """What changed in one notebook."""

    diff: NotebookDiff
    sides: Sides


class Several(NamedTuple):
    """What changed in several notebooks, and why some could not be compared."""

    compared: list[Compared]
    failures: list[NbtrackError]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of differences in any of them."""
        return tuple(dict.fromkeys(kind for one in self.compared for kind in kinds_of(one.diff)))


def show_several(pairs: Sequence[Pair], args: Args, out: Output) -> Several:
    """Compare notebooks and show what changed in each; one that is broken stops none of the others."""
    form = args.form()
    if form not in _FORMS:
        raise UsageError(f"{form} shows one notebook", hint="name the notebook, or ask for another form")
    several = _several(pairs, args, out)
    shown = [one for one in several.compared if not one.diff.is_empty]
    if form == "text":
        for diff, sides in shown:
            show_diff(diff, sides, args, out)
    else:
        made = _made(form, several, shown, " ".join(args.positional))
        deliver(made.encode("utf-8", "backslashreplace"), args.value("output") or STDIN, out)
    if not pairs:
        out.note("no notebook differs")
    elif quiet := len(several.compared) - len(shown):
        out.note(f"{count_text(quiet, 'notebook')} with nothing to show: noise, or what was not compared")
    return several


def _made(form: str, several: Several, shown: Sequence[Compared], asked: str) -> str:
    if form == "json":
        return _json(several)
    return _markdown(shown) if form == "markdown" else _html(several, shown, asked)


def _several(pairs: Sequence[Pair], args: Args, out: Output) -> Several:
    several = Several([], [])
    cleaned = 0
    for old, new in pairs:
        outputs = not args.flag("no-outputs")
        if outputs and is_cleaned_by_git(old, new):
            outputs, cleaned = False, cleaned + 1
        try:
            sides = Sides(old.read(), new.read(), (old.name, new.name), scope_of(args, outputs=outputs))
        except NbtrackError as error:
            out.fail(error.message, error.hint)
            several.failures.append(error)
        else:
            several.compared.append(Compared(diff_notebooks(sides.old, sides.new, sides.scope), sides))
    if cleaned:
        out.note(f"outputs are left out: a git filter cleans {count_text(cleaned, 'notebook')}")
    return several


def _json(several: Several) -> str:
    errors = [error.to_json() for error in several.failures]
    rows: list[dict[str, Any]] = [json_of(*one) for one in several.compared]
    return dumped({"schema": SCHEMA, "notebooks": rows, "errors": errors})


def _html(several: Several, shown: Sequence[Compared], asked: str) -> str:
    from nbtrack.diff.page.book import book_of
    from nbtrack.diff.page.render import render_several

    books = [
        book_of(number, one.diff, one.sides.old, one.sides.new, one.sides.names, one.sides.scope)
        for number, one in enumerate(shown, 1)
    ]
    return render_several(books, asked, [error.message for error in several.failures])


def _markdown(shown: Sequence[Compared]) -> str:
    """Return the notebooks one after the other, as long as they fit into a comment."""
    made = f"**{count_text(len(shown), 'notebook')} changed**\n" if shown else "No notebook changed.\n"
    for number, one in enumerate(shown):
        part = "\n" + markdown_of(*one, most=MOST_CHARACTERS - len(made) - _TAIL)
        if len(made) + len(part) + _TAIL > MOST_CHARACTERS:
            return f"{made}\n… and {count_text(len(shown) - number, 'more notebook')}\n"
        made += part
    return made
