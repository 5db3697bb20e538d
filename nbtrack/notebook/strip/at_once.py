"""Strip a notebook in one go where it is laid out evenly and its cells lose nothing but the usual.

Of thousands of notebooks nearly all are such: no output and no count stays, nor certain keys of metadata. The
text is emptied first and only then parsed, with keys renamed as in `cut`: when exactly the cells hold the new
keys, as often as they were written, then what was emptied were those members of cells. And since the values
that were taken out are whole JSON values, which is looked at, the file was JSON as well.
"""

from __future__ import annotations

from nbtrack.errors import NbtrackError
from nbtrack.notebook.cut import outputs_cut_out, seems_run
from nbtrack.notebook.cut_out import without_metadata
from nbtrack.notebook.document import NEWEST_MAJOR, Cell, Notebook
from nbtrack.notebook.edits import Edits
from nbtrack.notebook.layout import detect_lines
from nbtrack.notebook.marks import COUNT, METADATA, NEW_COUNT, NEW_METADATA, NEW_OUTPUTS, OUTPUTS, marks_of
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.cells import contradicts_itself
from nbtrack.notebook.strip.formats import strippable
from nbtrack.notebook.strip.outputs import own_word
from nbtrack.notebook.strip.plan import policy_of
from nbtrack.notebook.strip.result import Stripped
from nbtrack.notebook.strip.summary import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.marks import Marks
    from nbtrack.notebook.strip.policy import StripPolicy

_NULL = b"null"
_OUTPUTS_B = b'"outputs"'
_ELSEWHERE = frozenset({COUNT, "prompt_number"})  # counts that are not on lines of their own
_DEPTH_OF_KEY = 2  # "metadata" and the key, below the cell


def stripped_at_once(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped | None:
    """Return a notebook stripped; None where it has to be looked at more closely, whatever the reason."""
    if not policy.empties_all or not seems_run(raw):
        return None
    try:
        return _stripped(raw, name, policy, reader)
    except (ValueError, LookupError, TypeError, RecursionError, StopIteration, SystemError, NbtrackError):
        return None


def _stripped(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped | None:
    lines = detect_lines(raw)
    if not lines.indent:
        return None
    marks = marks_of(lines)
    pieces, _, outputs = outputs_cut_out(raw, marks, lambda text: len(reader(text)))
    if not all(outputs):  # an empty list stays, as it is written
        return None
    texts, counts = _without_counts(marks.new_empty.join(pieces), marks)
    parts = marks.new_null.join(texts).split(marks.entries)
    notebook = strippable(raw, reader(marks.new_entries.join(parts)), name, reader)
    if notebook.format[0] < NEWEST_MAJOR or policy_of(notebook, policy) is not policy:
        return None
    metadata, without_outputs = _metadata_of_usual(notebook.cell_data, len(outputs), len(counts))
    if len(metadata) != len(parts) - 1:
        return None
    dropped = _dropped(metadata, policy)
    rest = policy.metadata.notebook_edits(notebook)
    leaving = counted(notebook, Edits(rest))
    leaving["output"] = sum(outputs)
    leaving["count"] = len(counts) - counts.count(_NULL)
    leaving["metadata key"] += sum(map(len, dropped.values()))
    if not any(leaving.values()):
        return None
    new = marks.null.join(texts)
    if outputs:
        new = new.replace(marks.new_empty, marks.empty)
    if new.count(_OUTPUTS_B) != len(outputs) + without_outputs:  # a parser may hide some: see `doubled`
        return None
    if dropped:
        new = without_metadata(new, lines, metadata, dropped, reader)
    if rest:
        new = apply_edits(Notebook(new, reader(new), name, reader), rest)
    return Stripped(name, raw, new, leaving, lost_outputs=bool(outputs))


def _without_counts(text: bytes, marks: Marks) -> tuple[list[bytes], list[bytes]]:
    """Return the texts around counts, and the counts; raises ValueError where one is no count in JSON."""
    texts = text.split(marks.count)
    counts = []
    for index in range(1, len(texts)):
        count, _, texts[index] = texts[index].partition(b",")
        counts.append(count)
    for count in {*counts} - {_NULL}:
        if not count.isdigit() or (count[:1] == b"0" and len(count) > 1):
            raise ValueError("a count is no whole number")
    return texts, counts


def _metadata_of_usual(cells: list[dict[str, Any]], outputs: int, counts: int) -> tuple[dict[int, Any], int]:
    """Return the metadata of each cell that has any, and how many cells had an empty list of outputs before.

    Raises ValueError where cells do not have as many outputs and counts on lines of their own, or others too.
    """
    found = {}
    without_outputs = 0
    for index, cell in enumerate(cells):
        if NEW_COUNT in cell:
            counts -= 1
        if NEW_OUTPUTS in cell:
            outputs -= 1
            if OUTPUTS in cell:
                raise ValueError(OUTPUTS)
        elif OUTPUTS in cell:
            without_outputs += 1
            if cell[OUTPUTS]:
                raise ValueError(OUTPUTS)
        if NEW_METADATA in cell:
            found[index] = cell[NEW_METADATA]
            if METADATA in cell:
                raise ValueError(METADATA)
        elif cell.get(METADATA):
            raise ValueError(METADATA)
    if outputs or counts or not _ELSEWHERE.isdisjoint(set().union(*cells)):
        raise ValueError(COUNT)
    return found, without_outputs


def _dropped(metadata: dict[int, Any], policy: StripPolicy) -> dict[int, set[str]]:
    """Return which keys each cell's metadata loses.

    Raises LookupError where a cell has a say in its outputs.
    """
    known, leaving = policy.metadata.known_keys, policy.metadata.leaving_keys
    dropped = {}
    if not known >= set().union(*metadata.values()):
        for index, data in metadata.items():
            if not known >= data.keys() and (keys := _dropped_of(Cell({METADATA: data}, 1, ()), policy)):
                dropped[index] = keys
    for index, data in metadata.items():
        if index not in dropped and not leaving.isdisjoint(data):
            dropped[index] = leaving.intersection(data)
    return dropped


def _dropped_of(cell: Cell, policy: StripPolicy) -> set[str]:
    if own_word(cell, policy) is not None or contradicts_itself(cell, policy):
        raise LookupError("its outputs may stay")
    edits = policy.metadata.cell_edits(cell)
    if any(len(edit.pointer) != _DEPTH_OF_KEY for edit in edits):
        raise LookupError("a part of a value leaves")
    return {str(edit.pointer[-1]) for edit in edits}
