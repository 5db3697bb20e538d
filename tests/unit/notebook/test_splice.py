import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import EditError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.edits import REMOVE, Copy, Edit, edited, set_source, source_lines
from nbtrack.notebook.outline import outline
from nbtrack.notebook.splice import apply_edits
from tests.making import code, json_values, markdown, notebook, notebook_b, raw_notebooks, stream


def spliced(raw: str, *edits: Edit) -> str:
    return apply_edits(parse(raw.encode()), edits).decode()


def document(cells: str, rest: str = "") -> str:
    return '{"nbformat": 4, "cells": [' + cells + "]" + rest + "}"


MEMBERS: dict[str, tuple[str, list[tuple[str, Any]], str]] = {
    "the only one": ('{"a": 1}', [("a", REMOVE)], "{}"),
    "the first": ('{"a": 1, "b": 2}', [("a", REMOVE)], '{"b": 2}'),
    "the last": ('{"a": 1,  "b" :2 }', [("b", REMOVE)], '{"a": 1 }'),
    "the middle": ('{"a":1,"b":2,"c":3}', [("b", REMOVE)], '{"a":1,"c":3}'),
    "all but the last": ('{"a": 1, "b": 2, "c": 3}', [("a", REMOVE), ("b", REMOVE)], '{"c": 3}'),
    "all but the middle": ('{"a": 1, "b": 2, "c": 3}', [("a", REMOVE), ("c", REMOVE)], '{"b": 2}'),
    "all": ('{ "a": 1, "b": 2 }', [("a", REMOVE), ("b", REMOVE)], "{}"),
    "a new one in its sorted place": ('{"a": 1, "c": 3}', [("b", 2)], '{"a": 1, "b": 2, "c": 3}'),
    "a new one at the end": ('{"a": 1}', [("b", 2)], '{"a": 1, "b": 2}'),
    "a new one where keys have no order": ('{"z": 1, "c": 3}', [("d", 2)], '{"z": 1, "c": 3, "d": 2}'),
    "a new one in an empty object": ("{}", [("b", [1])], '{"b": [1]}'),
    "a new one before one that goes": ('{"a": 1, "c": 3}', [("b", 2), ("c", REMOVE)], '{"a": 1, "b": 2}'),
    "a new one for all that go": ('{"a": 1, "c": 3}', [("b", 2), ("c", REMOVE), ("a", REMOVE)], '{"b": 2}'),
    "a value": ('{"a": [1, {"x": 2}]}', [("a", None)], '{"a": null}'),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_members_change_and_nothing_else(name: str) -> None:
    before, changes, after = MEMBERS[name]
    edits = [Edit(("cells", 0, "metadata", key), value) for key, value in changes]
    assert spliced(document('{"metadata": ' + before + "}"), *edits) == document(
        '{"metadata": ' + after + "}"
    )


def test_elements_of_a_list_are_removed_and_replaced() -> None:
    raw = document("{}, {}, {}", ', "x": [1, 2,3 ]')
    changed = spliced(raw, Edit(("cells", 1), REMOVE), Edit(("x", 0), "é"), Edit(("x", 2), REMOVE))
    assert changed == document("{}, {}", ', "x": ["é", 2 ]')


def test_cells_are_reordered_with_their_text_as_it_is() -> None:
    raw = document('{"a" : 1.50}, {"b":"\\u00e9"}')
    moved = Edit(("cells",), [Copy(("cells", 1)), {"new": True}, Copy(("cells", 0))])
    assert spliced(raw, moved) == document('{"b":"\\u00e9"}, {"new": true}, {"a" : 1.50}')


@pytest.mark.parametrize("indent", [1, 2, "\t"])
def test_what_is_added_follows_the_indent(indent: int | str) -> None:
    raw = notebook_b(code("x"), indent=indent)
    new = apply_edits(parse(raw), [Edit(("cells", 0, "metadata", "tags"), ["a", "b"])])
    assert new.decode() == json.dumps(json.loads(new), indent=indent) + "\n"


def test_a_byte_order_mark_carriage_returns_and_a_missing_newline_stay() -> None:
    raw = b"\xef\xbb\xbf" + notebook_b(code("x", count=3)).replace(b"\n", b"\r\n").rstrip()
    new = apply_edits(parse(raw), [Edit(("cells", 0, "execution_count"), None)])
    assert new == raw.replace(b'"execution_count": 3', b'"execution_count": null')


def test_escapes_numbers_and_surrogates_elsewhere_stay_as_written() -> None:
    odd = '{"source": "\\u00e9\\ud83d", "n": [1E5, 1.0, -0, NaN, 123456789012345678901234567890]}'
    raw = document(odd + ', {"execution_count": 4}')
    assert spliced(raw, Edit(("cells", 1, "execution_count"), None)) == raw.replace("4}", "null}")


def test_text_that_is_added_to_an_escaped_file_is_escaped() -> None:
    assert spliced(document('{"a": "\\u00e9"}'), Edit(("cells", 0, "b"), "ü")) == document(
        '{"a": "\\u00e9", "b": "\\u00fc"}'
    )


def test_a_lone_surrogate_can_be_added_only_as_an_escape() -> None:
    assert spliced(document('{"a": "é"}'), Edit(("cells", 0, "a"), "\ud83d")) == document('{"a": "\\ud83d"}')


def test_a_member_behind_a_value_that_is_indented_oddly_is_replaced_not_written_a_second_time() -> None:
    odd = '"a": [\n   true\n    ],\n   "outputs": [\n    1\n   ]'
    raw = f'{{\n "cells": [\n  {{\n   {odd}\n  }}\n ],\n "metadata": {{}},\n "nbformat": 4\n}}'
    assert spliced(raw, Edit(("cells", 0, "outputs"), {})) == raw.replace("[\n    1\n   ]", "{}")


def test_a_refusal_names_the_file() -> None:
    twice = parse(b'{"nbformat": 4, "cells": [], "cells": [], "metadata": {}}', "reports/q3.ipynb")
    with pytest.raises(EditError, match=r'^reports/q3\.ipynb: the key "cells" stands twice'):
        apply_edits(twice, [Edit(("cells",), [1])])


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(EditError, match="stands twice"):
        spliced(document('{"outputs": [1], "outputs": []}'), Edit(("cells", 0, "outputs"), []))


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(("cells", 0), {}), Edit(("cells", 0, "a"), 1)],
        [Edit(("cells", 0, "a"), 1), Edit(("cells", 0), {})],
        [Edit(("cells", 0, "a"), 1), Edit(("cells", 0, "a"), 1)],
        [Edit(("cells", 0, "b"), REMOVE)],
        [Edit(("cells", 7), REMOVE)],
        [Edit(("nbformat", "x"), 1)],
        [Edit((), {})],
    ],
)
def test_edits_that_meet_or_have_no_place_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(EditError):
        spliced(document('{"a": 1}'), *edits)


def test_a_new_source_is_stored_the_way_the_old_one_is() -> None:
    sources: list[object] = [["a"], ["a\n"], ["a\n", "b"], [], "a", ["a\nb"], ["a\nb\n"]]
    cells = notebook(*(markdown("") | {"source": source} for source in sources)).cells
    lines = ["1\n", "2"]
    one = ["1\n2"]
    assert [set_source(cell, "1\n2").value for cell in cells] == [*[lines] * 4, "1\n2", one, one]


def test_a_source_that_goes_has_no_lines() -> None:
    cells = notebook(*(markdown("") | {"source": source} for source in ("a", ["a"], ["a\nb"]))).cells
    assert [set_source(cell, "").value for cell in cells] == ["", [], []]


@given(st.text("ab\n\r\u2028"))
def test_source_lines_join_to_the_source(text: str) -> None:
    assert "".join(source_lines(text)) == text


@given(raw_notebooks())
def test_no_edit_changes_no_byte(raw: bytes) -> None:
    assert apply_edits(parse(raw), []) == raw


@st.composite
def edits_of(draw: st.DrawFn, data: dict[str, Any]) -> list[Edit]:
    found = []
    for number, cell in enumerate(data["cells"]):
        for key in draw(st.sets(st.sampled_from([*cell, "new", "aaa"]), max_size=3)):
            can_go = key in cell and draw(st.booleans())
            found.append(Edit(("cells", number, key), REMOVE if can_go else draw(json_values)))
    return found


def parts(book: Notebook) -> list[str]:
    """Return the text before the cells, of each cell and after the cells."""
    text = book.raw.decode("latin-1")
    cells = outline(text, [("cells", 0, "x")]).entry("cells")
    assert cells is not None
    assert cells.node is not None
    spans = [text[entry.start : entry.end] for entry in cells.node.entries]
    return [text[: cells.start], *spans, text[cells.end :]]


@pytest.mark.parametrize(("key", "value"), [("execution_count", []), ("outputs", None)])
def test_a_count_of_no_elements_and_outputs_of_null_are_what_was_asked(key: str, value: object) -> None:
    book = parse(notebook_b(code("1", outputs=[stream("1")], count=1)))
    new = parse(apply_edits(book, [Edit(("cells", 0, key), value)]))
    assert new.data["cells"][0][key] == value


@given(st.data(), raw_notebooks())
def test_the_result_parses_to_what_was_asked_and_other_cells_keep_their_text(
    data: st.DataObject, raw: bytes
) -> None:
    book = parse(raw)
    edits = data.draw(edits_of(book.data))
    new = parse(apply_edits(book, edits))
    assert new.data == edited(book.data, edits)
    touched = {int(edit.pointer[1]) + 1 for edit in edits}
    assert all(
        old == now
        for index, (old, now) in enumerate(zip(parts(book), parts(new), strict=True))
        if index not in touched
    )


@given(raw_notebooks())
def test_copying_every_cell_changes_no_cell(raw: bytes) -> None:
    book = parse(raw)
    new = apply_edits(book, [Edit(("cells",), [Copy(cell.pointer) for cell in book.cells])])
    assert parse(new).data == book.data


def test_not_a_number_equals_itself_in_the_proof() -> None:
    new = spliced(document('{"a": NaN, "b": 1}'), Edit(("cells", 0, "b"), math.inf))
    assert new == document('{"a": NaN, "b": Infinity}')


@pytest.mark.parametrize("value", [math.nan, [1, {"b": math.nan}], {"text": "NaN", "n": [math.nan]}])
def test_what_is_not_a_number_may_come_from_anywhere(value: Any) -> None:
    new = spliced(document('{"a": NaN, "b": 1}'), Edit(("cells", 0, "b"), value))
    assert repr(parse(new.encode()).data["cells"][0]["b"]) == repr(value)
