"""Compare what a script printed with what the notebook has stored: the proof that both mean the same.

Compared is what is text on both sides: what cells print, the value of a cell's last expression where that is
a plain number, truth value or string, and the values that names of parameters and metrics had in the end.
Noise, such as timings, counts for nothing.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from nbtrack.diff.noise.classes import ALL
from nbtrack.diff.noise.texts import TextNoise
from nbtrack.diff.outputs import contents_of
from nbtrack.notebook.mime_types import PLAIN
from nbtrack.script.model import DROPPED, RECORDED
from nbtrack.smoke.verdict import DIFFERS, Comparison, Failure
from nbtrack.terminal import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.script.model import LedgerEntry
    from nbtrack.smoke.job import Ended
    from nbtrack.smoke.trial import Trial

_PRINTED = "stream stdout"
_RESULT = "execute_result"
_NUMPY = re.compile(r"(?:np|numpy)\.\w+\((.*)\)", re.DOTALL)
# NumPy 2 names the types of scalars in containers, `[np.float64(1.5)]`, of which NumPy 1 showed the values.
_SCALAR = re.compile(
    r"\bnp\.(?:(?:(?:u?int|float|complex)\d+|longdouble|str_|bytes_)\(([^()]*)\)|(True|False)_\b)"
)
_SHOWS = re.compile(r"\b(?:display|print_figure|pprint_display)\s*\(")
_IN_OTHER_WORDS = ("%timeit", "%%timeit", "%env", "%who", "%prun", "%%prun")
_LONGEST = 120
_CAUSE = (
    "what is stored comes from other code, data or versions of packages, "
    "or the notebook gives something else each time"
)


def shown_cells(notebook: Notebook) -> tuple[int, ...]:
    """Return the cells that have a stored value."""
    return tuple(cell.number for cell in notebook.cells if _stored(cell, _RESULT) is not None)


def compared(trial: Trial, ended: Ended) -> tuple[Comparison, Failure | None]:
    """Return what was compared, and the first difference."""
    tolerance = trial.conditions.verify
    assert tolerance is not None  # noqa: S101 - asked for before
    cells = {cell.number: cell for cell in trial.notebook.cells}
    printed, shown = _printed(ended), ended.values.get("shown", {})
    same: list[int] = []
    left_out = 0
    for number in _comparable(trial):
        pairs = list(_pairs(cells[number], printed.get(number), shown.get(str(number))))
        for stored, found, is_value in pairs:
            if place := _difference(stored, found, tolerance):
                return Comparison((*same, number), (), left_out), _failure(number, *place, is_value=is_value)
        if pairs:
            same.append(number)
        elif cells[number].outputs:
            left_out += 1
    names, failure = _compared_names(trial, ended.values.get("final", {}), tolerance)
    return Comparison(tuple(same), names, left_out), failure


def _compared_names(
    trial: Trial, final: dict[str, str], tolerance: Tolerance
) -> tuple[tuple[str, ...], Failure | None]:
    """Compare metrics with those of a recorded run, as far as a plain number has the name of one."""
    names: list[str] = []
    for name, recorded in trial.conditions.expected.items():
        if final.get(name):
            names.append(name)
            if _difference(repr(recorded), _float_text(final[name]), tolerance):
                what = f"in the end `{name}` is {final[name]}, and the recorded run has {recorded!r}"
                return tuple(names), Failure(0, None, what, cause=_CAUSE, kind=DIFFERS)
    return tuple(names), None


def _float_text(text: str) -> str:
    try:
        return repr(float(text))
    except ValueError:
        return text


def _comparable(trial: Trial) -> Iterator[int]:
    """Yield cells that did the same in both worlds: they ran in the notebook, and are whole here."""
    other = {entry.cell for entry in trial.script.ledger if _prints_otherwise(entry)}
    there = {place[0] for place in trial.script.lines if place}
    for cell in trial.notebook.cells:
        has_run = cell.count is not None or bool(cell.outputs)
        if cell.kind == "code" and has_run and cell.number in there - other:
            yield cell.number


def _prints_otherwise(entry: LedgerEntry) -> bool:
    """Tell whether a construct is left out of the script, or has words of its own there."""
    return entry.verdict in (DROPPED, RECORDED) or entry.text.lstrip().startswith(_IN_OTHER_WORDS)


def _pairs(cell: Cell, printed: str | None, shown: str | None) -> Iterator[tuple[str, str, bool]]:
    """Yield what is stored and what came out now, and whether that is a value."""
    if printed is not None and not _SHOWS.search(cell.source):  # `display` has another form in a script
        stored = _stored(cell, _PRINTED) or ""
        if stored or printed:
            yield stored, printed, False
    value = _stored(cell, _RESULT)
    if value is not None and shown:
        yield _NUMPY.sub(r"\1", value), shown, True


def _stored(cell: Cell, name: str) -> str | None:
    texts = [dict(output.parts).get(PLAIN) for output in contents_of(cell.outputs) if output.name == name]
    found = [text for text in texts if text is not None]
    return "".join(found) if found else None


def _printed(ended: Ended) -> dict[int, str]:
    """Return what each cell printed; nothing where the beginning is lost."""
    if ended.cut or any(mark.output_bytes < 0 for mark in ended.marks):
        return {}
    found: dict[int, str] = {}
    for mark, following in zip(ended.marks, [*ended.marks[1:], None], strict=True):
        end = following.output_bytes if following else len(ended.output_b)
        text = ended.output_b[mark.output_bytes : end].decode("utf-8", "replace")
        if mark.cell > 0:
            found[mark.cell] = found.get(mark.cell, "") + text
    return found


def _difference(stored: str, found: str, tolerance: Tolerance) -> tuple[int, str, str] | None:
    """Return the first line that differs, its number and both its texts."""
    noise = TextNoise(ALL)
    old = noise.quiet(_plain_scalars(stored)).rstrip()
    new = tolerance.settled(old, noise.quiet(_plain_scalars(found)).rstrip())[0]
    if old == new:
        return None
    lines = zip_longest(old.split("\n"), new.split("\n"), fillvalue="")
    rows = ((i, one.rstrip(), other.rstrip()) for i, (one, other) in enumerate(lines, 1))
    return next((row for row in rows if row[1] != row[2]), None)


def _plain_scalars(text: str) -> str:
    return _SCALAR.sub(lambda match: match[1] or match[2], text) if "np." in text else text


def _failure(cell: int, line: int, stored: str, found: str, *, is_value: bool) -> Failure:
    if is_value:
        what = f"its value is {_short(found)}, and the notebook has {_short(stored)}"
    else:
        what = f"prints {_short(found)}, and the notebook has {_short(stored)}, in line {line} of the output"
    return Failure(cell, None, what, cause=_CAUSE, kind=DIFFERS)


def _short(text: str) -> str:
    return f"`{cut(text, _LONGEST)}`" if text else "nothing"
