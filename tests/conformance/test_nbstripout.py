"""`nbtrack strip` means what the real nbstripout means, for every option that it has."""

import copy
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbstripout import strip_output

from nbtrack.cli.commands import strip as command
from nbtrack.cli.parsing import parse as parse_words
from nbtrack.cli.strip.options import policy_for
from nbtrack.errors import EditError
from nbtrack.notebook.document import parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from nbtrack.settings import Settings
from tests.conformance.corpus import DIFFERENT, needs_notebooks
from tests.making import code, notebook_b, raw_notebooks, result, stream

CHECKOUT = Path(__file__).parents[2]
KEYS = [
    "metadata.signature",
    "metadata.widgets",
    "cell.metadata.collapsed",
    "cell.metadata.ExecuteTime",
    "cell.metadata.execution",
    "cell.metadata.heading_collapsed",
    "cell.metadata.hidden",
    "cell.metadata.scrolled",
]
# nbstripout's options -> ours
OPTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "default": ({}, {}),
    "keep output": ({"keep_output": True}, {"drop_outputs": False}),
    "keep count": ({"keep_count": True}, {"keep_counts": True}),
    "keep output and count": (
        {"keep_output": True, "keep_count": True},
        {"drop_outputs": False, "keep_counts": True},
    ),
    "sequential ids": ({"keep_id": False}, {"ids": "renumber"}),
    "max size": ({"max_size": 100}, {"keep_size": 100}),
    "strip init cells": ({"strip_init_cells": True}, {"keep_init_cells": False}),
    "drop empty cells": ({"drop_empty_cells": True}, {"drop_empty": True}),
    "drop tagged cells": ({"drop_tagged_cells": ["draft"]}, {"drop_tags": ("draft",)}),
    "keep stderr": ({"keep_output_types": {"stream:stderr"}}, {"keep_types": ("stream:stderr",)}),
    "drop errors": (
        {"drop_output_types": {"error"}, "keep_output": True},
        {"drop_types": ("error",), "drop_outputs": False},
    ),
    "extra keys": (
        {"extra_keys": [*KEYS, "metadata.kernelspec", "cell.metadata.tags"]},
        {"drop_metadata": (*KEYS, "metadata.kernelspec", "cell.metadata.tags")},
    ),
}


def theirs(raw: bytes, **options: Any) -> dict[str, Any]:
    node = nbformat.from_dict(json.loads(raw))  # type: ignore[no-untyped-call]
    defaults = {"keep_output": None, "keep_count": False, "keep_id": True, "extra_keys": KEYS}
    result: dict[str, Any] = json.loads(json.dumps(strip_output(copy.deepcopy(node), **(defaults | options))))
    return result


def ours(raw: bytes, **options: Any) -> dict[str, Any]:
    book = parse(raw)
    policy = StripPolicy(**({"drop_metadata": tuple(KEYS)} | options))
    result: dict[str, Any] = json.loads(apply_edits(book, strip_edits(book, policy)))
    return result


@needs_notebooks
@pytest.mark.parametrize("name", OPTIONS)
def test_real_notebooks_come_out_the_same(name: str) -> None:
    options, policy = OPTIONS[name]
    for path in DIFFERENT[::3]:
        assert ours(path.read_bytes(), **policy) == theirs(path.read_bytes(), **options), Path(path).name


@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("name", OPTIONS)
@given(raw=raw_notebooks())
def test_made_notebooks_come_out_the_same(name: str, raw: bytes) -> None:
    options, policy = OPTIONS[name]
    come_out_the_same(json.dumps(json.loads(raw.removeprefix(b"\xef\xbb\xbf"))).encode(), options, policy)


@settings(max_examples=60, deadline=None)
@given(raw=raw_notebooks(), names=st.sets(st.sampled_from(sorted(OPTIONS)), min_size=2, max_size=4))
def test_options_mean_the_same_together(raw: bytes, names: set[str]) -> None:
    options: dict[str, Any] = {}
    policy: dict[str, Any] = {}
    for name in sorted(names):
        options |= OPTIONS[name][0]
        policy |= OPTIONS[name][1]
    come_out_the_same(json.dumps(json.loads(raw.removeprefix(b"\xef\xbb\xbf"))).encode(), options, policy)


SAYINGS = [{}, {"keep_output": True}, {"keep_output": False}, {"init_cell": True}, {"init_cell": False}]
TAGS: list[dict[str, Any]] = [{}, {"tags": ["keep_output"]}, {"tags": ["draft"]}]


@pytest.mark.parametrize("notebook_says", [{}, {"keep_output": True}, {"keep_output": False}], ids=str)
@pytest.mark.parametrize("name", OPTIONS)
def test_what_cells_say_of_their_outputs_means_the_same(name: str, notebook_says: dict[str, Any]) -> None:
    options, policy = OPTIONS[name]
    outputs = [stream("x" * 50), stream("e", "stderr"), result({"text/plain": "1"}, 3)]
    for says, tags in itertools.product(SAYINGS, TAGS):
        cell = code("1", outputs=outputs, count=3, metadata=says | tags)
        come_out_the_same(notebook_b(cell, metadata=notebook_says), options, policy)


def come_out_the_same(raw: bytes, options: dict[str, Any], policy: dict[str, Any]) -> None:
    try:
        expected = theirs(raw, **options)
    except Exception:  # noqa: BLE001 - metadata of odd types breaks nbstripout; ours must only survive it
        try:
            ours(raw, **policy)
        except EditError as error:
            assert "contradicts tags" in error.message  # noqa: PT017 - the one refusal that both have
        return
    assert ours(raw, **policy) == expected


@pytest.mark.parametrize(
    ("size", "characters"), [("0", 0), ("500", 500), ("10k", 10_000), ("2M", 2 * 10**6), ("1g", 10**9)]
)
def test_sizes_are_written_the_same_way(size: str, characters: int) -> None:
    from nbstripout._nbstripout import _parse_size

    args = parse_words(command.COMMAND, ["--keep-size", size, "a.ipynb"])
    assert policy_for(args, Settings({}, {})).keep_size == _parse_size(size) == characters


def test_the_table_for_those_who_switch_names_every_option() -> None:
    page = (CHECKOUT / "docs" / "how-to" / "migrate.md").read_text()
    table = page.partition("## nbstripout\n")[2].partition("\n## ")[0]
    named = {
        word
        for row in table.splitlines()
        for word in re.findall(r"(?<![\w-])--?[a-z][\w-]*", row.split("|")[1:2][0] if "|" in row else "")
    }
    asked = subprocess.run(
        [sys.executable, "-m", "nbstripout", "--help"], capture_output=True, text=True, check=True
    )
    usage = asked.stdout.partition("positional arguments:")[2].partition("\nStrip output")[0]
    options = {
        word
        for line in re.findall(r"^  (-.*)$", usage, re.MULTILINE)
        for word in re.findall(r"(?<![\w-])--?[a-z][\w-]*", line.split("  ")[0])
    }
    assert {"--keep-output", "-t"} <= options
    assert options <= named
