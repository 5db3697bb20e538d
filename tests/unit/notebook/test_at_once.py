"""Stripping in one go gives what stripping edit by edit gives, or leaves it to that."""

import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.errors import EditError, NbtrackError
from nbtrack.notebook.bulk import bulk_reader
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.strip.at_once import stripped_at_once
from nbtrack.notebook.strip.policy import StripPolicy
from nbtrack.notebook.strip.stripped import stripped, stripped_closely
from tests.making import code, markdown, notebook_b, raw_notebooks, result, stream
from tests.unit.notebook.test_cut import LookingAlike

READERS = {"few": parse_bytes, "many": bulk_reader()}
RUN = code("a", outputs=[stream("x\n"), result({"text/plain": "1"})], count=7)
UNDER_POLICIES: tuple[dict[str, Any], ...] = (
    {},
    {"drop_metadata": ("cell.metadata.a", "cell.metadata.tags", "metadata.kernelspec")},
    {"keep_tags": ("raises*",), "keep_init_cells": False},
    {"keep_counts": True},
    {"drop_outputs": False},
    {"ids": "renumber"},
    {"kernel": "canonical"},
)


def outcome(strip: Any, raw: bytes, policy: StripPolicy, reader: Any) -> Any:
    try:
        found = strip(raw, "a.ipynb", policy, reader)
    except NbtrackError as error:
        # Where several keys stand twice either way may name another of them.
        return re.sub(r'the key "\w+" stands twice', "a key stands twice", error.message), error.hint
    return found.new, found.summary, found.is_clean, found.lost_outputs


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(UNDER_POLICIES))
def test_lines_that_look_like_members_make_no_difference(
    reader: Any, chance: random.Random, words: dict[str, Any]
) -> None:
    raw, policy = LookingAlike(chance).notebook(), StripPolicy(**words)
    assert outcome(stripped, raw, policy, reader) == outcome(stripped_closely, raw, policy, reader)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(max_examples=120, deadline=None)
@given(
    raw_notebooks(),
    st.lists(st.tuples(st.integers(0), st.integers(0, 9), st.binary(max_size=4)), max_size=2),
    st.sampled_from(UNDER_POLICIES),
)
def test_whole_or_damaged_the_same_comes_out(
    reader: Any, raw: bytes, damages: list[tuple[int, int, bytes]], words: dict[str, Any]
) -> None:
    for start, length, new in damages:
        start %= len(raw) + 1
        raw = raw[:start] + new + raw[start + length :]
    policy = StripPolicy(**words)
    assert outcome(stripped, raw, policy, reader) == outcome(stripped_closely, raw, policy, reader)


@pytest.mark.parametrize(
    "metadata", [{}, {"collapsed": True}, {"scrolled": False, "tags": ["a"]}, {"tags": ["a"], "x": {"y": 1}}]
)
def test_a_usual_notebook_is_stripped_in_one_go(metadata: dict[str, Any]) -> None:
    raw = notebook_b(RUN | {"metadata": metadata}, markdown("b"), code("c"), metadata={"widgets": {}})
    found = stripped_at_once(raw, "a.ipynb", StripPolicy(), parse_bytes)
    assert found is not None
    stay = {key: value for key, value in metadata.items() if key in ("tags", "x")}
    assert found.new == notebook_b(code("a", metadata=stay), markdown("b"), code("c"))
    leaving = 1 + len(metadata) - len(stay)
    assert found.summary == f"2 outputs, 1 count, {leaving} metadata key{'s' if leaving > 1 else ''}"
    assert found.lost_outputs


@pytest.mark.parametrize("metadata", [{"a": 1}, {"a": 1, "collapsed": True, "b": 2}, {"collapsed": True}])
def test_metadata_that_is_known_from_another_layout_is_written_as_each_has_it(
    metadata: dict[str, Any],
) -> None:
    policy = StripPolicy()
    layouts = [notebook_b(RUN | {"metadata": metadata}, indent=indent) for indent in (1, 2, "\t")]
    layouts += [raw.replace(b"\n", b"\r\n") for raw in layouts]
    for raw in layouts * 2:
        found = stripped_at_once(raw, "a.ipynb", policy, parse_bytes)
        assert found is not None
        assert found.new == stripped_closely(raw, "a.ipynb", StripPolicy(), parse_bytes).new


@pytest.mark.parametrize(
    "raw",
    [
        notebook_b(RUN, code("b", outputs=[stream("x\n")], metadata={"tags": ["keep_output"]})),
        notebook_b(RUN, code("b", outputs=[stream("x\n")], metadata={"init_cell": True})),
        notebook_b(RUN, metadata={"keep_output": True}),
        notebook_b(RUN, code("b", prompt_number=3)),
        notebook_b(RUN, indent=None),
        notebook_b(RUN).replace(b'"outputs": [\n', b'"outputs":  [\n'),
        notebook_b(RUN).replace(b'"execution_count": 7,', b'"execution_count": 007,'),
        notebook_b(RUN).replace(b'"execution_count": 7,', b'"execution_count": 7.0,'),
        notebook_b(RUN).replace(b'"execution_count": 7,', b'"execution_count": 7null,'),
        notebook_b(RUN, code("b")).replace(b'"outputs": []', b'"outputs": [\n   ]'),
    ],
)
def test_what_is_unusual_is_left_to_a_closer_look(raw: bytes) -> None:
    assert stripped_at_once(raw, "a.ipynb", StripPolicy(), parse_bytes) is None


def test_metadata_in_which_lines_look_like_outputs_is_not_touched() -> None:
    raw = notebook_b(RUN, code("b", metadata={"outputs": [1]}))
    lines_too_far_left = raw.replace(b'    "outputs": [\n     1\n    ]', b'   "outputs": [\n    1\n   ]')
    assert lines_too_far_left != raw
    found = stripped(lines_too_far_left, "a.ipynb", StripPolicy(), parse_bytes)
    assert b'"metadata": {\n   "outputs": [\n    1\n   ]\n   }' in found.new
    assert found.summary == "2 outputs, 1 count"


@pytest.mark.parametrize("hidden", [b"[]", b'[{"output_type": "stream", "text": "secret"}]'])
def test_outputs_hidden_by_a_second_list_are_refused_although_others_leave(hidden: bytes) -> None:
    raw = notebook_b(RUN, code("b")).replace(b'"outputs": []', b'"outputs": %s,\n   "outputs": []' % hidden)
    with pytest.raises(EditError, match="stands twice"):
        stripped(raw, "a.ipynb", StripPolicy(), parse_bytes)


def test_a_key_that_stands_twice_is_told_with_its_file_where_no_line_begins_outputs() -> None:
    raw = notebook_b(code("a", outputs=[stream("x")], metadata={"a": 1})).replace(b"[\n    {", b"[{")
    raw = raw.replace(b'"outputs"', b'"metadata": {"b": 2},\n   "outputs"')
    with pytest.raises(EditError, match=r'^a\.ipynb: the key "metadata" stands twice'):
        stripped(raw, "a.ipynb", StripPolicy(), parse_bytes)
