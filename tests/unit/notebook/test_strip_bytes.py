"""Whatever a notebook looks like: strip takes its spans out, or says why it does not; no other byte changes.

The oracle is a walk of its own over the tokens of the file, which knows nothing of how strip finds its way.
"""

import json
import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.errors import NbtrackError
from nbtrack.notebook.bulk import bulk_reader
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.formats import parse_strippable
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from tests.making import raw_notebooks

READERS = {"few": parse_bytes, "many": bulk_reader()}
TOKEN = re.compile(r'[ \t\r\n]+|"(?:[^"\\]|\\.)*"|[^ \t\r\n"\[\]{},:]+|[\[\]{},:]')
NUMBERS = ["1E5", "1.0e-05", "-0", "0.10", "123456789012345678901234567890", "1e400", "NaN", "-Infinity", "7"]
STRINGS = ['"a"', '"\\u00e9\\/"', '"é\U0001f600"', '"\\ud83d"', '"\\"outputs\\": ["', '"{\\n   ]"', '""']
POLICIES: list[dict[str, Any]] = [
    {},
    {"drop_outputs": False},
    {"keep_size": 5, "drop_empty": True},
    {"ids": "renumber", "kernel": "canonical"},
    {"only_metadata": ("cell.metadata.tags",), "drop_addresses": True, "drop_outputs": False},
]


def stripped(raw: bytes, reader: Any = parse_bytes, **policy: Any) -> bytes:
    book = parse_strippable(raw, "a.ipynb", reader)
    return apply_edits(book, strip_edits(book, StripPolicy(**policy)))


class Odd:
    """Writes JSON as nobody would: any white space, escapes, numbers and repeated keys."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.space = chance.choice([["", " "], ["", "\n", "\t"], ["\r\n", "\r", "  "], [""]])

    def gap(self) -> str:
        return self.chance.choice(self.space)

    def join(self, brackets: str, entries: list[str]) -> str:
        inner = ",".join(f"{self.gap()}{entry}{self.gap()}" for entry in entries)
        return f"{brackets[0]}{inner or self.gap()}{brackets[1]}"

    def member(self, key: str, value: str) -> str:
        return f'"{key}"{self.gap()}:{self.gap()}{value}'

    def value(self, depth: int = 0) -> str:
        kind = self.chance.randrange(4 if depth < 3 else 2)
        if kind == 0:
            return self.chance.choice(NUMBERS)
        if kind == 1:
            return self.chance.choice([*STRINGS, "null", "true"])
        values = [self.value(depth + 1) for _ in range(self.chance.randrange(3))]
        if kind == 2:
            return self.join("[]", values)
        keys = self.chance.choices(["x", "outputs", "execution_count", "x"], k=len(values))
        return self.join("{}", [self.member(key, value) for key, value in zip(keys, values, strict=True)])

    def cell(self) -> str:
        members = [self.member("source", self.value()), self.member("metadata", self.join("{}", []))]
        if self.chance.random() < 0.8:
            outputs = [
                self.join("{}", [self.member("text", self.value())]) for _ in range(self.chance.randrange(3))
            ]
            members.append(self.member("outputs", self.join("[]", outputs)))
            members.append(self.member("execution_count", self.chance.choice(["null", *NUMBERS[:4]])))
        self.chance.shuffle(members)
        return self.join("{}", members)

    def notebook(self) -> bytes:
        cells = self.join("[]", [self.cell() for _ in range(self.chance.randrange(4))])
        metadata = self.join("{}", [self.member("x", self.value()) for _ in range(self.chance.randrange(3))])
        members = [
            self.member("cells", cells),
            self.member("metadata", metadata),
            self.member("nbformat", "4"),
        ]
        self.chance.shuffle(members)
        mark = self.chance.choice(["", "\ufeff"])
        return f"{mark}{self.gap()}{self.join('{}', members)}{self.gap()}".encode()


def expected_of(text: str) -> str:
    """Walk over the tokens: outputs of cells become [] and their counts null, unless they are already."""
    tokens = TOKEN.findall(text)
    assert "".join(tokens) == text
    written: list[str] = []
    path: list[Any] = []
    place, key = 0, ""
    while place < len(tokens):
        token = tokens[place]
        place += 1
        if token in "[{":
            path.append(None if token == "{" else 0)
        elif token in "]}":
            path.pop()
        elif token == "," and isinstance(path[-1], int):
            path[-1] += 1
        written.append(token)
        if token == ":":
            path[-1] = json.loads(key)
            if path[:1] == ["cells"] and len(path) == 3 and path[2] in ("outputs", "execution_count"):
                place = _replaced(tokens, place, path[2], written)
        elif token.strip():
            key = token
    return "".join(written)


def _replaced(tokens: list[str], place: int, key: str, written: list[str]) -> int:
    while not tokens[place].strip():
        written.append(tokens[place])
        place += 1
    end, depth = place, 0
    while True:
        depth += (tokens[end] in "[{") - (tokens[end] in "]}")
        end += 1
        if not depth:
            break
    old = "".join(tokens[place:end])
    empty = old == "null" if key == "execution_count" else not "".join(old[1:-1].split())
    written.append(old if empty else "null" if key == "execution_count" else "[]")
    return end


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_is_no_span_of_strip_stays_byte_for_byte(reader: Any, chance: random.Random) -> None:
    raw = Odd(chance).notebook()
    mark = "\ufeff" if raw.startswith("\ufeff".encode()) else ""
    assert stripped(raw, reader).decode() == mark + expected_of(raw.decode().removeprefix(mark))


def strip_or_refuse(raw: bytes, reader: Any, **policy: Any) -> bytes | None:
    try:
        return stripped(raw, reader, **policy)
    except NbtrackError:
        return None


@settings(max_examples=200, deadline=None)
@given(
    raw_notebooks(),
    st.lists(st.tuples(st.integers(0), st.integers(0, 9), st.binary(max_size=4)), max_size=3),
    st.sampled_from(POLICIES),
)
def test_a_damaged_notebook_is_stripped_or_refused(
    raw: bytes, damages: list[tuple[int, int, bytes]], policy: dict[str, Any]
) -> None:
    for start, length, new in damages:
        start %= len(raw) + 1
        raw = raw[:start] + new + raw[start + length :]
    for reader in READERS.values():
        once = strip_or_refuse(raw, reader, **policy)
        if once is not None:
            parse_bytes(once)
            assert strip_or_refuse(once, reader, **policy) == once


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "cells",
                    "worksheets",
                    "paragraphs",
                    "outputs",
                    "results",
                    "metadata",
                    "source",
                    "tags",
                    "execution_count",
                    "data",
                    "text",
                    "id",
                    "kernelspec",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(values, values, st.sampled_from([1, 2, 3, 4, 4, 5, None, "4"]), st.sampled_from(POLICIES))
def test_any_json_is_stripped_or_refused(
    cells: Any, metadata: Any, major: Any, policy: dict[str, Any]
) -> None:
    document = {"cells": cells, "worksheets": cells, "metadata": metadata, "nbformat": major}
    if isinstance(cells, dict):
        document |= cells
    for indent in (None, 1):
        raw = json.dumps(document, indent=indent).encode()
        once = strip_or_refuse(raw, parse_bytes, **policy)
        if once is not None:
            assert strip_or_refuse(once, parse_bytes, **policy) == once


@pytest.mark.parametrize("key", ["outputs", "metadata", "source"])
def test_deep_nesting_is_refused_with_a_reason(key: str) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    raw = f'{{"nbformat": 4, "cells": [{{"execution_count": 1, "{key}": {deep}}}]}}'.encode()
    for reader in READERS.values():
        with pytest.raises(NbtrackError, match="nested too deeply"):
            stripped(raw, reader)


@pytest.mark.parametrize("indent", [0, 1, 2, 3, 4, 8, "\t", None])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_indent_and_line_end_stays(indent: Any, newline: str) -> None:
    cell = {"cell_type": "code", "metadata": {"collapsed": True, "tags": []}, "source": ["a\n", "b"]}
    dirty = cell | {"outputs": [{"output_type": "stream", "text": ["x\n"]}], "execution_count": 12}
    clean: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {"tags": []},
        "source": ["a\n", "b"],
        "outputs": [],
        "execution_count": None,
    }

    def written(one: dict[str, Any]) -> bytes:
        document = {
            "cells": [one, {"cell_type": "raw"}, one],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
        return json.dumps(document, indent=indent).replace("\n", newline).encode()

    assert stripped(written(dirty)) == written(clean)
