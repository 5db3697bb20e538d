"""One side splits or joins cells while the other edits them: the edits come to where their lines are."""

from __future__ import annotations

import json

import pytest

from tests.making import code, markdown, stream
from tests.unit.merge.merging import Cells, merge_cells, named, sources

TOP = "data = load('data.csv')\ndata = data.dropna()"
END = "model = fit(data)\nprint(score(model, data))"
BEFORE, AFTER = markdown("# Train"), markdown("# Done")
WHOLE = [BEFORE, code(f"{TOP}\n\n{END}"), AFTER]
PARTS = [BEFORE, code(TOP), code(END), AFTER]


def edited(cells: Cells, old: str, new: str) -> Cells:
    """Return cells with a text in place of another one."""
    text = json.dumps(cells)
    assert text.count(old) == 1
    found: Cells = json.loads(text.replace(old, new))
    return found


def merged(base: Cells, ours: Cells, theirs: Cells) -> list[str]:
    """Merge both ways round; the results have to say the same, without a conflict."""
    there, back = merge_cells(base, ours, theirs), merge_cells(base, theirs, ours)
    assert not there.conflicts
    assert sources(there) == sources(back)
    return sources(there)


@pytest.mark.parametrize(("old", "new"), [("dropna", "fillna"), ("fit(data)", "fit(data, rate=0.1)")])
def test_edits_of_a_cell_that_was_split_are_in_the_part_that_they_belong_to(old: str, new: str) -> None:
    expected = ["# Train", TOP.replace(old, new), END.replace(old, new), "# Done"]
    assert merged(WHOLE, PARTS, edited(WHOLE, old, new)) == expected


def test_edits_of_cells_that_were_joined_are_in_the_joined_one() -> None:
    theirs = edited(edited(PARTS, "dropna", "fillna"), "fit(data)", "fit(data, 2)")
    whole = f"{TOP}\n\n{END}".replace("dropna", "fillna").replace("fit(data)", "fit(data, 2)")
    assert merged(PARTS, WHOLE, theirs) == ["# Train", whole, "# Done"]


def test_a_part_that_the_other_side_deleted_is_gone_from_the_joined_cell() -> None:
    assert merged(PARTS, WHOLE, [BEFORE, code(TOP), AFTER]) == ["# Train", TOP, "# Done"]


def test_the_part_whose_lines_the_other_side_deleted_is_gone() -> None:
    assert merged(WHOLE, PARTS, [BEFORE, code(TOP), AFTER]) == ["# Train", TOP, "# Done"]


def test_the_parts_of_a_cell_that_the_other_side_moved_stay_together() -> None:
    expected = ["# Train", "# Done", TOP, END]
    assert merged(WHOLE, PARTS, [BEFORE, AFTER, WHOLE[1]]) == expected


def test_both_split_or_joined_alike_and_one_went_on() -> None:
    joined = edited(WHOLE, "dropna", "fillna")
    assert merged(PARTS, WHOLE, joined) == [
        "# Train",
        f"{TOP}\n\n{END}".replace("dropna", "fillna"),
        "# Done",
    ]
    assert merged(WHOLE, PARTS, edited(PARTS, "dropna", "fillna"))[1:3] == [
        TOP.replace("dropna", "fillna"),
        END,
    ]


def test_it_is_said() -> None:
    result = merge_cells(WHOLE, PARTS, edited(WHOLE, "dropna", "fillna"))
    assert [d.text for d in result.decisions] == [
        "ours split a cell that theirs changed: the changes are in its parts"
    ]
    result = merge_cells(PARTS, edited(PARTS, "dropna", "fillna"), WHOLE)
    assert [d.text for d in result.decisions] == [
        "theirs joined cells that ours changed: the changes are in the joined one"
    ]


def test_lines_that_were_added_just_where_the_cell_was_split_are_a_conflict() -> None:
    """They could belong to either part, unless the blank line that stood there tells."""
    there = edited(WHOLE, "dropna()", "dropna()\\nhere = 1")
    assert merged(WHOLE, PARTS, there)[1:3] == [f"{TOP}\nhere = 1", END]
    base, ours, theirs = (
        [BEFORE, code(f"{TOP}\n{END}"), AFTER],
        PARTS,
        [BEFORE, code(f"{TOP}\nhere = 1\n{END}"), AFTER],
    )
    assert merge_cells(base, ours, theirs).conflicts


def test_metadata_that_the_other_side_changed_is_not_lost() -> None:
    base = [code(f"{TOP}\n{END}", metadata={"a": 1})]
    theirs = [code(f"{TOP}\n{END}\nmore = 1", metadata={"a": 2})]
    result = merge_cells(base, [code(TOP, metadata={"a": 1}), code(END, metadata={"a": 1})], theirs)
    assert json.loads(result.raw)["cells"][0]["metadata"] == {"a": 2}


def test_outputs_stay_with_the_part_that_printed_them_until_it_is_edited() -> None:
    ours = [code(TOP, outputs=[stream("rows\n")], count=1), code(END, outputs=[stream("0.9\n")], count=2)]
    theirs = [code(f"{TOP}\n{END.replace('score', 'loss')}", outputs=[stream("0.1\n")], count=7)]
    result = merge_cells([code(f"{TOP}\n{END}", outputs=[stream("0.8\n")], count=1)], ours, theirs)
    first, second = json.loads(result.raw)["cells"]
    assert first["outputs"] == ours[0]["outputs"]
    assert (second["outputs"], second["execution_count"]) == ([], None)


def test_ids_are_those_of_the_side_that_drew_the_borders() -> None:
    base = [named("a", f"{TOP}\n{END}")]
    parts = [named("a", TOP), named("b", END)]
    theirs = [named("a", f"{TOP}\n{END}\nmore = 1")]
    for sides in ((parts, theirs), (theirs, parts)):
        cells = json.loads(merge_cells(base, *sides).raw)["cells"]
        assert [cell["id"] for cell in cells] == ["a", "b"]
