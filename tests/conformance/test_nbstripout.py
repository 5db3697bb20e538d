"""`nbtrack strip` means what the real nbstripout means, for every option that it has."""

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from nbstripout import strip_output

from nbtrack.notebook.document import parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.notebook.strip.policy import StripPolicy
from tests.conformance.test_corpus import NOTEBOOKS
from tests.making import raw_notebooks

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


@pytest.mark.skipif(not NOTEBOOKS, reason="no folder shared/corpus beside the checkout")
@pytest.mark.parametrize("name", OPTIONS)
def test_real_notebooks_come_out_the_same(name: str) -> None:
    options, policy = OPTIONS[name]
    for path in NOTEBOOKS[::5]:
        assert ours(path.read_bytes(), **policy) == theirs(path.read_bytes(), **options), Path(path).name


@settings(max_examples=30)
@pytest.mark.parametrize("name", OPTIONS)
@given(raw=raw_notebooks())
def test_made_notebooks_come_out_the_same(name: str, raw: bytes) -> None:
    options, policy = OPTIONS[name]
    raw = json.dumps(json.loads(raw.removeprefix(b"\xef\xbb\xbf"))).encode()
    try:
        expected = theirs(raw, **options)
    except Exception:  # noqa: BLE001 - metadata of odd types breaks nbstripout; ours must only survive it
        ours(raw, **policy)
        return
    assert ours(raw, **policy) == expected
