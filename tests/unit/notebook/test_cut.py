"""Cutting a notebook apart tells the same as parsing it whole, and never takes one thing for another."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.errors import EditError, NbtrackError
from nbtrack.notebook.bulk import bulk_reader
from nbtrack.notebook.cut import cut_apart, seems_run
from nbtrack.notebook.layout import detect_lines
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.formats import parse_strippable, strippable
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from tests.making import code, markdown, notebook_b, raw_notebooks, stream

READERS = {"few": parse_bytes, "many": bulk_reader()}
TRANSIENT = ("collapsed", "scrolled", "ExecuteTime")


def stripped_apart(raw: bytes, reader: Any = parse_bytes) -> bytes | None:
    cut = cut_apart(raw, reader)
    if cut is None:
        return None
    book = strippable(raw, cut.data, "a.ipynb", reader)
    return apply_edits(book, strip_edits(book, StripPolicy()), cut)


def cleaned(document: Any) -> Any:
    for cell in document["cells"]:
        if cell.get("outputs"):
            cell["outputs"] = []
        if "execution_count" in cell:
            cell["execution_count"] = None
        for key in TRANSIENT:
            cell.get("metadata", {}).pop(key, None)
    return document


class LookingAlike:
    """Writes notebooks in which lines inside of values look like lines of cells' members."""

    MEMBERS = ("outputs", "execution_count", "metadata", "source", "attachments", "id")
    TEXTS = ('"a"', '"\\n   \\"outputs\\": [\\n   ]"', '"}"', '"],"', "1", "-1", "1.5", "null", "true")

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def gap(self) -> str:
        return self.chance.choice(["\n   ", "\n   ", "\n   ", "\n    ", "\n  ", ""])

    def value(self, depth: int = 0) -> str:
        kind = self.chance.randrange(4 if depth < 3 else 1)
        if kind < 2:
            return self.chance.choice(self.TEXTS)
        values = [self.value(depth + 1) for _ in range(self.chance.randrange(3))]
        if kind == 2:
            return self.enclosed("[]", values)
        keys = self.chance.choices(self.MEMBERS + TRANSIENT, k=len(values))
        return self.enclosed("{}", [f'"{key}": {value}' for key, value in zip(keys, values, strict=True)])

    def enclosed(self, brackets: str, entries: list[str]) -> str:
        return f"{brackets[0]}{','.join(self.gap() + entry for entry in entries)}{self.gap()}{brackets[1]}"

    def cell(self) -> str:
        members = [
            ("outputs", self.enclosed("[]", [self.value(1) for _ in range(self.chance.randrange(3))])),
            ("execution_count", self.chance.choice(["null", "1", "12"])),
            ("metadata", self.enclosed("{}", [f'"{key}": {self.value(1)}' for key in self.some_keys()])),
            ("attachments", self.value()),
        ]
        members += self.chance.choices(members, k=self.chance.choice([0, 0, 0, 1]))  # one stands twice
        self.chance.shuffle(members)
        gaps = self.chance.choices(["\n   ", "\n   ", self.gap()], k=len(members))
        entries = [f'{gap}"{key}": {value}' for gap, (key, value) in zip(gaps, members, strict=True)]
        return "{" + ",".join(entries) + "\n  }"

    def some_keys(self) -> list[str]:
        return self.chance.sample(["collapsed", "scrolled", "a", "outputs"], self.chance.randrange(3))

    def notebook(self) -> bytes:
        cells = ",\n  ".join(self.cell() for _ in range(self.chance.randrange(1, 4)))
        rest = f'"metadata": {self.value()},\n "nbformat": 4,\n "nbformat_minor": 4\n}}\n'
        return f'{{\n "cells": [\n  {cells}\n ],\n {rest}'.encode()


def says_a_key_twice(raw: bytes) -> bool:
    twice = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    json.loads(raw, object_pairs_hook=look)
    return any(twice)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(max_examples=150, deadline=None)
@given(raw_notebooks())
def test_what_is_cut_apart_holds_what_the_whole_holds(reader: Any, raw: bytes) -> None:
    cut = cut_apart(raw, reader)
    assert cut is None or cut.data == reader(raw)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False))
def test_lines_that_look_like_members_are_never_taken_for_them(reader: Any, chance: random.Random) -> None:
    raw = LookingAlike(chance).notebook()
    if says_a_key_twice(raw):
        return
    cut = cut_apart(raw, reader)
    if cut is not None:
        assert cut.data == reader(raw)
    book = parse_strippable(raw, "a.ipynb", reader)
    try:
        new = apply_edits(book, strip_edits(book, StripPolicy()))
    except NbtrackError:
        return
    assert parse_bytes(new)["cells"] == cleaned(parse_bytes(raw))["cells"]
    if cut is not None:
        assert stripped_apart(raw, reader) == new


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_usual_notebook_is_cut_apart_and_what_stays_keeps_its_text(reader: Any) -> None:
    cells = [
        code("a", outputs=[stream("x\n")], count=1, metadata={"collapsed": True, "tags": ["a"]}),
        markdown("b", attachments={"a.png": {"image/png": "aGk="}}),
        code("c", outputs=[stream("y\n")], count=2, metadata={"tags": ["keep_output"]}),
        code("d", count=3, metadata={"scrolled": False}),
    ]
    clean = [
        code("a", metadata={"tags": ["a"]}),
        cells[1],
        code("c", outputs=[stream("y\n")], metadata={"tags": ["keep_output"]}),
        code("d"),
    ]
    assert stripped_apart(notebook_b(*cells), reader) == notebook_b(*clean)


@pytest.mark.parametrize(
    "change",
    [
        (b'"x\\n"', b'"x\n"'),
        (b'"x\\n"', b'"\xff"'),
        (b'"x\\n"', b'"x" 5'),
        (b'"execution_count": 7', b'"execution_count": 07'),
        (b'"execution_count": 7', b'"execution_count": '),
        (b"\n   ],", b"\n   ]e5,"),
        (b"\n   ],", b"\n   ],,"),
        (b'"outputs": [\n    {', b'"outputs": [\n    {{'),
    ],
)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_what_is_broken_is_not_mended_by_leaving_it_out(reader: Any, change: tuple[bytes, bytes]) -> None:
    raw = notebook_b(code("a", outputs=[stream("x\n")], count=7))
    assert stripped_apart(raw, reader) is not None
    broken = raw.replace(*change)
    assert broken != raw
    assert cut_apart(broken, reader) is None
    with pytest.raises(NbtrackError):
        parse_strippable(broken, "a.ipynb", reader)


def test_two_halves_of_a_value_are_not_taken_for_two_values() -> None:
    one, two = (code(name, outputs=[stream("x\n")]) for name in "ab")
    first, second, third = notebook_b(one, two).split(b'"outputs": [\n')
    opened_twice = b'"outputs": [\n['.join([first, second])
    closed_twice = third.replace(b"\n   ],", b"]\n   ],", 1)
    assert cut_apart(opened_twice + b'"outputs": [\n' + closed_twice, parse_bytes) is None


@pytest.mark.parametrize("second", [b'outputs": []', b'outputs": 0', b'execution_count": null'])
def test_a_key_that_stands_twice_in_a_cell_hides_nothing(second: bytes) -> None:
    raw = notebook_b(code("a", outputs=[stream("x\n")], count=1))
    twice = raw.replace(b"\n   ],", b'\n   ],\n   "' + second.replace(b": ", b" : ") + b",")
    parse_bytes(twice)
    with pytest.raises(EditError, match="stands twice"):
        cut_apart(twice, parse_bytes)


def test_counts_that_are_no_whole_numbers_are_cleared_all_the_same() -> None:
    raw = notebook_b(code("a", count=7))
    for odd in (b"7.5", b'"7"', b"-7", b"[7]", b"7 "):
        new = stripped_apart(raw.replace(b'count": 7', b'count": ' + odd))
        assert new is not None
        assert parse_bytes(new) == parse_bytes(notebook_b(code("a")))


@pytest.mark.parametrize("literal", ["1", "12", "null"])
@pytest.mark.parametrize("end", [",\n", "\n", ",\r\n"])
def test_counts_are_emptied_whatever_stands_behind_them(literal: str, end: str) -> None:
    newline = "\r\n" if "\r" in end else "\n"
    rest = f'   "outputs": []{newline}' if "," in end else ""
    members = f'   "execution_count": {literal}{end}{rest}'
    head = '{\n "cells": [\n  {\n   "cell_type": "code",\n'.replace("\n", newline)
    tail = '  }\n ],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 4\n}\n'.replace("\n", newline)
    raw = (head + members + tail).encode()
    assert stripped_apart(raw) == raw.replace(b": 1,", b": null,").replace(b": 12,", b": null,").replace(
        b": 1" + newline.encode(), b": null" + newline.encode()
    ).replace(b": 12" + newline.encode(), b": null" + newline.encode())


@pytest.mark.parametrize("odd", ["-0", "-1", "1.5", "1e2", "12 ", '"12"', "true"])
def test_a_count_that_is_no_plain_number_becomes_null_whole(odd: str) -> None:
    raw = notebook_b(code("a", count=77), code("b", count=3)).replace(b"77", odd.encode())
    cells = parse_bytes(strip_b(raw))["cells"]
    assert [cell["execution_count"] for cell in cells] == [None, None]


def strip_b(raw: bytes) -> bytes:
    cut = cut_apart(raw, parse_bytes)
    assert cut
    book = strippable(raw, cut.data, "a.ipynb", parse_bytes)
    return apply_edits(book, strip_edits(book, StripPolicy()), cut)


@pytest.mark.parametrize(
    ("raw", "seems"),
    [
        (notebook_b(code("a")), False),
        (notebook_b(markdown("a")), True),  # which costs a little, and no more
        (notebook_b(code("a", count=1)), True),
        (notebook_b(code("a", outputs=[stream("x")])), True),
        (b"[]", False),
        (b"", False),
        (b"{", False),
    ],
)
def test_a_glance_tells_whether_a_notebook_was_run(raw: bytes, seems: bool) -> None:
    assert seems_run(raw) is seems


def test_documents_that_only_begin_alike_have_layouts_of_their_own() -> None:
    spaced = [b'{\n "cells":       ' + b" " * more + b"[]}" for more in (0, 1, 2)]
    assert [len(detect_lines(raw).colon) for raw in spaced] == [8, 9, 10]
    for indent in (1, 2, 1, 4):
        assert detect_lines(b"{\n" + b" " * indent + b'"cells": [\n').indent == " " * indent
    assert detect_lines(b'{\r\n "cells": [\r\n').newline == "\r\n"
