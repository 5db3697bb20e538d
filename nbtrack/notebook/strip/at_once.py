"""Strip a notebook in one go where it is laid out evenly and its cells lose nothing but the usual.

Of thousands of notebooks nearly all are such: no output and no count stays, nor certain keys of metadata. The
text is emptied first and only then parsed, with keys renamed as in `cut`: when exactly the cells hold the new
keys, as often as they were written, then what was emptied were those members of cells. And since the values
that were taken out are whole JSON values, which is looked at, the file was JSON as well.
"""

from __future__ import annotations

from _operator import itemgetter  # what `operator` imports it from

from nbtrack.errors import NbtrackError
from nbtrack.notebook.cut import outputs_cut_out
from nbtrack.notebook.cut_out import behind_counts
from nbtrack.notebook.document import NEWEST_MAJOR, Notebook
from nbtrack.notebook.edits import Edits
from nbtrack.notebook.layout import detect_lines
from nbtrack.notebook.marks import COUNT, METADATA, NEW_COUNT, NEW_METADATA, NEW_OUTPUTS, OUTPUTS, marks_of
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.cell_metadata import metadata_left, texts_known
from nbtrack.notebook.strip.formats import strippable
from nbtrack.notebook.strip.plan import policy_of
from nbtrack.notebook.strip.result import Stripped
from nbtrack.notebook.strip.summary import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Reader
    from nbtrack.notebook.layout import Layout
    from nbtrack.notebook.strip.policy import StripPolicy

_OUTPUTS_B, _NEW_OUTPUTS_B = f'"{OUTPUTS}"'.encode(), f'"{NEW_OUTPUTS}"'.encode()
_ELSEWHERE = frozenset({COUNT, OUTPUTS, "prompt_number"})  # what was not renamed, and may hold something
_count_of, _outputs_of, _metadata_of = map(itemgetter, (NEW_COUNT, NEW_OUTPUTS, METADATA))


def stripped_at_once(raw: bytes, name: str, policy: StripPolicy, reader: Reader) -> Stripped | None:
    """Return a notebook stripped; None where it has to be looked at more closely, whatever the reason."""
    if not policy.empties_all:
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
    parts = marks.empty.join(pieces).split(marks.entries)
    metadata, keys = _metadata_cut_off(parts, lines, policy, reader)
    # All outputs are renamed: a parser would hide those of a cell that has them twice (see `doubled`).
    *texts, last = marks.new_bare.join(parts).split(_OUTPUTS_B)
    # As good as everybody writes the count before the outputs.
    halves = [text.rpartition(marks.count) for text in texts]
    heads, numbered = [half[0] for half in halves], [half[2] for half in halves]
    proof = _woven(heads, marks.new_count, numbered, _NEW_OUTPUTS_B, last)
    notebook = strippable(raw, reader(proof), name, reader)
    if notebook.format[0] < NEWEST_MAJOR or policy_of(notebook, policy) is not policy:
        return None
    counts = _counts_of_usual(notebook.cell_data, len(texts))
    _require_metadata(notebook.cell_data, len(metadata))
    rest = policy.metadata.notebook_edits(notebook)
    leaving = counted(notebook, Edits(rest)) if rest else {}
    leaving["output"] = sum(outputs)
    leaving["count"] = len(counts) - counts.count(None)
    leaving["metadata key"] = leaving.get("metadata key", 0) + keys
    if not any(leaving.values()):
        return None
    new = _woven(heads, marks.null, behind_counts(numbered), _OUTPUTS_B, last)
    if metadata:
        new = _interleaved(new.split(marks.new_bare), metadata)
    if rest:
        new = apply_edits(Notebook(new, reader(new), name, reader), rest)
    return Stripped(name, raw, new, leaving, lost_outputs=bool(outputs))


def _metadata_cut_off(
    parts: list[bytes], lines: Layout, policy: StripPolicy, reader: Reader
) -> tuple[list[bytes], int]:
    """Cut metadata off the beginning of all texts but the first; return what is left of it, and what left.

    Raises ValueError or LookupError where that cannot be told, or where outputs were cut out of it before.
    """
    marks = marks_of(lines)
    known = texts_known(lines, policy)
    metadata = []
    keys = 0
    for index in range(1, len(parts)):
        entries, _, parts[index] = parts[index].partition(marks.closing_object)
        found = known.get(entries)
        if found is None:
            if _OUTPUTS_B in entries:
                raise ValueError(METADATA)
            found = metadata_left(entries, lines, policy, reader)
        left, gone = found
        metadata.append(left)
        keys += gone
    return metadata, keys


def _counts_of_usual(cells: list[dict[str, Any]], times: int) -> list[int | None]:
    """Return the counts of cells; raises LookupError or ValueError where not all of those have outputs."""
    run = [cell for cell in cells if NEW_COUNT in cell]
    if len(run) != times or any(map(_outputs_of, run)):
        raise ValueError(OUTPUTS)
    if not _ELSEWHERE.isdisjoint(set().union(*cells)):
        raise ValueError(COUNT)
    return list(map(_count_of, run))


def _require_metadata(cells: list[dict[str, Any]], times: int) -> None:
    """Raise LookupError or ValueError where cells have not so much metadata on lines of its own, or more."""
    if times:
        renamed = [cell for cell in cells if NEW_METADATA in cell]
        if len(renamed) != times or any(METADATA in cell for cell in renamed):
            raise ValueError(METADATA)
        cells = [cell for cell in cells if NEW_METADATA not in cell]
    if any(map(_metadata_of, cells)):
        raise ValueError(METADATA)


def _woven(heads: list[bytes], before: bytes, tails: list[bytes], after: bytes, last: bytes) -> bytes:
    """Return texts of which each is a head, what stands before all tails, its tail, and what stands after."""
    woven = [before, after] * (2 * len(heads))
    woven[::4] = heads
    woven[1::4] = [before] * len(heads)
    woven[2::4] = tails
    woven.append(last)
    return b"".join(woven)


def _interleaved(texts: list[bytes], between: list[bytes]) -> bytes:
    """Return texts with one of the others between each two of them."""
    woven = texts + between
    woven[::2] = texts
    woven[1::2] = between
    return b"".join(woven)
