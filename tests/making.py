"""Notebooks made for tests."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from nbtrack.notebook.document import Notebook, parse


def code(
    source: str, *, outputs: list[Any] | None = None, count: int | None = None, **more: Any
) -> dict[str, Any]:
    """Make a code cell."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": count,
        "metadata": {},
        "outputs": outputs or [],
    }
    return cell | {"source": source.splitlines(keepends=True)} | more


def markdown(source: str, **more: Any) -> dict[str, Any]:
    """Make a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)} | more


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """Make a stream output."""
    return {"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)}


def result(data: dict[str, Any], count: int | None = 1) -> dict[str, Any]:
    """Make the output of a cell's last expression; data is by MIME type."""
    return {"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": data}


def notebook_b(
    *cells: dict[str, Any], minor: int = 5, metadata: dict[str, Any] | None = None, **dump: Any
) -> bytes:
    """Make the bytes of a notebook as nbformat writes them; `dump` goes to json.dumps."""
    if minor >= 5:
        cells = tuple({"id": f"cell-{number}"} | cell for number, cell in enumerate(cells, 1))
    data = {"cells": cells, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": minor}
    return (json.dumps(data, **({"indent": 1, "ensure_ascii": False} | dump)) + "\n").encode()


def notebook(*cells: dict[str, Any], **more: Any) -> Notebook:
    """Make a notebook as if it had been read from `test.ipynb`."""
    return parse(notebook_b(*cells, **more), "test.ipynb")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
outputs = st.builds(stream, st.text(max_size=20)) | st.builds(
    result,
    st.dictionaries(st.sampled_from(["text/plain", "image/png", "text/html"]), st.text(max_size=9)),
    st.integers(1, 99),
)
metadata = st.dictionaries(
    st.sampled_from(["collapsed", "scrolled", "tags", "editable", "init_cell", "keep_output", "x.y"]),
    json_values,
    max_size=3,
)
code_cells = st.builds(
    code,
    st.text(max_size=30),
    outputs=st.lists(outputs, max_size=3),
    count=st.none() | st.integers(1, 99),
    metadata=metadata,
)
layouts = st.fixed_dictionaries(
    {},
    optional={
        "indent": st.sampled_from([None, 0, 1, 2, 4, "\t"]),
        "ensure_ascii": st.booleans(),
        "sort_keys": st.booleans(),
    },
)


@st.composite
def raw_notebooks(draw: st.DrawFn) -> bytes:
    """Draw the bytes of a notebook in any layout that a tool may have written."""
    cells = draw(
        st.lists(code_cells | st.builds(markdown, st.text(max_size=20), metadata=metadata), max_size=5)
    )
    minor = draw(st.sampled_from([0, 4, 5]))
    data = {"cells": cells, "metadata": draw(metadata), "nbformat": 4, "nbformat_minor": minor}
    layout: dict[str, Any] = draw(layouts)
    text = json.dumps(data, **layout)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    text = draw(st.sampled_from(["", "\ufeff"])) + text + draw(st.sampled_from(["", "\n", "\n\n"]))
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate can stand in a file only as an escape
        return json.dumps(json.loads(text.removeprefix("\ufeff"))).encode()
