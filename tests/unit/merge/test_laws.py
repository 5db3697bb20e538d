"""Whatever two people do to a notebook, a merge keeps these promises."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbtrack.merge.engine import merge_added, merge_notebooks, merge_without_base
from nbtrack.merge.model import Choice, OutputsOf, Strategy
from nbtrack.merge.settle import conflicts_of, settle
from nbtrack.notebook.document import parse
from tests.making import code, layouts, markdown, raw_notebooks, stream
from tests.unit.merge.merging import assert_sound, merge_b, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

# No deadline and no word on slow drawing: a busy machine is no failure.
MANY = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
ENDS = st.sampled_from(["", "", "", "\n", "\n\n"])
METADATA = st.dictionaries(st.sampled_from(["collapsed", "scrolled"]), st.booleans(), max_size=2) | st.builds(
    lambda tags: {"tags": tags}, st.lists(st.sampled_from(["p", "q", "r"]), unique=True)
)
OUTPUTS = st.lists(st.builds(stream, st.sampled_from(["1\n", "2\n"])), max_size=1)
COUNTS = st.none() | st.integers(1, 3)
IMAGES = st.dictionaries(
    st.just("image.png"), st.fixed_dictionaries({"image/png": st.sampled_from(["AA==", "BB=="])})
)


@st.composite
def cells(draw: st.DrawFn, names: Iterator[str]) -> dict[str, Any]:
    """Draw a cell whose every line is unique, so that none can hide the loss of another."""
    text = "\n".join(itertools.islice(names, draw(st.integers(0, 4)))) + draw(ENDS)
    metadata = draw(METADATA)
    if draw(st.booleans()):
        return markdown(text, metadata=metadata, attachments=draw(IMAGES))
    return code(text, outputs=draw(OUTPUTS), count=draw(COUNTS), metadata=metadata)


@st.composite
def triples(draw: st.DrawFn) -> tuple[bytes, bytes, bytes]:
    """Draw a notebook and two versions that began as it."""
    minor = draw(st.sampled_from([4, 5]))
    base = [draw(cells(names("base"))) for _ in range(draw(st.integers(0, 5)))]
    if minor == 5:
        base = [{"id": f"cell-{number}"} | cell for number, cell in enumerate(base)]
    sides = [base, draw(changed(base, minor, "ours")), draw(changed(base, minor, "theirs"))]
    books = [draw(written(side, minor)) for side in sides]
    return books[0], books[1], books[2]


_COUNTER = itertools.count()


def names(side: str) -> Iterator[str]:
    """Yield lines that stand nowhere else, some of them alike, some like markers."""
    for number in _COUNTER:
        yield f"{side} {number}" if number % 40 else f"<<<<<<< {side} {number}"


@st.composite
def changed(draw: st.DrawFn, base: list[dict[str, Any]], minor: int, side: str) -> list[dict[str, Any]]:
    found = list(base)
    new = cells(names(side))
    for number in range(draw(st.integers(1, 5))):
        act = draw(st.sampled_from(["add", "lines", "edit", "remove", "move", "replace", "split", "join"]))
        place = draw(st.integers(0, max(0, len(found) - 1)))
        if act == "add" or not found:
            # both sides may make a cell of one name: picked commits do
            name = draw(st.sampled_from([f"{side}-{number}", f"both-{number}"]))
            is_new = name not in {cell.get("id") for cell in found}
            found.insert(place, {"id": name} | draw(new) if minor == 5 and is_new else draw(new))
        elif act == "lines":
            lines = found[place]["source"]
            start = draw(st.integers(0, len(lines)))
            end = draw(st.integers(start, min(len(lines), start + 2)))
            added = [f"{line}\n" for line in itertools.islice(names(side), draw(st.integers(0, 2)))]
            source = "".join([*lines[:start], *added, *lines[end:]])
            found[place] = found[place] | {"source": source.splitlines(keepends=True)}
        elif act == "edit":
            other = draw(new.filter(lambda cell: cell["cell_type"] == found[place]["cell_type"]))  # noqa: B023
            keys = draw(st.sets(st.sampled_from(sorted(other)), min_size=1))
            found[place] = found[place] | {key: other[key] for key in keys}
        elif act == "replace":  # the id may stay, the type may change
            found[place] = {k: v for k, v in found[place].items() if k == "id"} | draw(new)
        elif act == "remove":
            del found[place]
        elif act == "split":
            lines = found[place]["source"]
            rest = {"id": f"{side}-{number}"} if "id" in found[place] else {}
            end = draw(st.integers(0, len(lines)))
            found.insert(place + 1, found[place] | rest | {"source": lines[end:]})
            found[place] = found[place] | {"source": lines[:end]}
        elif act == "join":
            for other in found[place + 1 : place + 2]:
                if other["cell_type"] == found[place]["cell_type"]:
                    source = "\n".join("".join(cell["source"]) for cell in (found[place], other))
                    found[place] = found[place] | {"source": source.splitlines(keepends=True)}
                    del found[place + 1]
        else:
            found.insert(draw(st.integers(0, len(found) - 1)), found.pop(place))
    if minor == 5:
        return [{"id": f"{side}-n{number}"} | cell for number, cell in enumerate(found)]
    return found


@st.composite
def written(draw: st.DrawFn, found: list[dict[str, Any]], minor: int) -> bytes:
    metadata = draw(st.sampled_from([{}, {"kernelspec": {"name": "k", "display_name": "K"}}]))
    data = {"cells": found, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}
    layout: dict[str, Any] = draw(layouts)
    return json.dumps(data, **layout).encode()


strategies = st.builds(
    Strategy,
    st.sampled_from(get_args(OutputsOf)),
    st.none() | st.sampled_from(get_args(Choice)),
    st.sampled_from([7, 9]),
)


@MANY
@given(triples(), strategies)
def test_the_result_is_a_notebook(triple: tuple[bytes, bytes, bytes], strategy: Strategy) -> None:
    merged = merge_b(*triple, strategy)
    assert not (strategy.settle and merged.conflicts)


@MANY
@given(triples())
def test_no_line_is_lost_that_a_side_added_or_that_neither_removed(
    triple: tuple[bytes, bytes, bytes],
) -> None:
    base, ours, theirs = map(lines, triple)
    found = lines(merge_b(*triple).raw)
    assert not (ours | theirs) - base - found
    assert not (base & ours & theirs) - found


@MANY
@given(triples(), st.sampled_from(get_args(Choice)))
def test_a_marked_conflict_can_be_settled(triple: tuple[bytes, bytes, bytes], choice: Choice) -> None:
    merged = merge_b(*triple)
    book = parse(merged.raw)
    found = conflicts_of(book)
    assert [(c.cell, c.line) for c in found] == [(c.cell, c.line) for c in merged.conflicts]
    if found:
        settled = settle(book, choice)
        assert conflicts_of(assert_sound(settled)) == []
        direct = merge_b(*triple, Strategy(settle=choice))
        assert has_marker_like_lines(triple) or [c.source for c in parse(settled).cells] == sources(direct)


@settings(MANY, max_examples=40)
@given(raw_notebooks(), raw_notebooks())
def test_what_only_one_side_changed_is_taken_byte_for_byte(one: bytes, other: bytes) -> None:
    assert merge_unchecked(one, other, one) == other
    assert merge_unchecked(one, one, other) == other
    assert merge_unchecked(one, other, other) == other


@MANY
@given(triples())
def test_the_cells_merge_so_too_where_the_notebooks_metadata_keeps_both_from_being_taken_whole(
    triple: tuple[bytes, bytes, bytes],
) -> None:
    base, ours, _ = triple
    marked = with_metadata(base, "theirs")
    merged = json.loads(merge_b(base, ours, marked).raw)
    assert merged["cells"] == json.loads(ours)["cells"]
    assert merged["metadata"] == json.loads(ours)["metadata"] | {"theirs": True}
    mirrored = json.loads(merge_b(base, marked, ours).raw)
    assert mirrored["cells"] == json.loads(ours)["cells"]


@MANY
@given(triples())
def test_neither_order_of_the_sides_finds_conflicts_that_the_other_does_not(
    triple: tuple[bytes, bytes, bytes],
) -> None:
    base, ours, theirs = triple
    assert bool(merge_b(base, ours, theirs).conflicts) == bool(merge_b(base, theirs, ours).conflicts)


@MANY
@given(triples())
def test_two_notebooks_without_an_ancestor(triple: tuple[bytes, bytes, bytes]) -> None:
    _, ours, theirs = triple
    for merge in (merge_added, merge_without_base):
        merged = merge(parse(ours), parse(theirs))
        assert_sound(merged.raw)
        assert not (lines(ours) | lines(theirs)) - lines(merged.raw)


def merge_unchecked(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    return merge_notebooks(parse(base), parse(ours), parse(theirs)).raw


def has_marker_like_lines(triple: tuple[bytes, bytes, bytes]) -> bool:
    """Tell whether cells may have been kept twice because their lines cannot be told from markers."""
    return any(line.startswith("<<<<<<<") for raw in triple for line in lines(raw))


def with_metadata(raw: bytes, key: str) -> bytes:
    data = json.loads(raw)
    data["metadata"][key] = True
    return json.dumps(data).encode()


def lines(raw: bytes) -> set[str]:
    """Return the lines of all sources, empty ones left out."""
    return {line for cell in parse(raw).cells for line in cell.source.split("\n") if line}
