"""Cells of two sides come together: added, deleted, moved, edited, and in conflict."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nbtrack.errors import MergeError
from nbtrack.merge.engine import merge_added, merge_notebooks, merge_without_base
from nbtrack.merge.model import Strategy
from nbtrack.notebook.document import parse
from tests.making import code, markdown, notebook_b, result, stream
from tests.unit.merge.merging import merge_b, merge_cells, merge_sides, merged_source, named, sources

LOAD, CLEAN, TRAIN, PLOT = (
    named("load", "data = pd.read_csv('data.csv')"),
    named("clean", "data = data.dropna()\ndata.head()"),
    named("train", "model.fit(features, labels)\nprint(model.score(test, truth))"),
    named("plot", "figure, axes = plt.subplots()\naxes.plot(losses)"),
)
BASE = [LOAD, CLEAN, TRAIN, PLOT]


def edited(cell: dict[str, Any], source: str, **more: Any) -> dict[str, Any]:
    return cell | {"source": source.splitlines(keepends=True)} | more


def outputs_of(raw: bytes) -> list[Any]:
    return [output["text"] for cell in json.loads(raw)["cells"] for output in cell["outputs"]]


def test_what_each_side_added_is_there() -> None:
    ours = [LOAD, named("a", "ours = 1"), *BASE[1:]]
    theirs = [*BASE, named("b", "theirs = 2")]
    merged = merge_cells(BASE, ours, theirs)
    assert [cell.id for cell in parse(merged.raw).cells] == ["load", "a", "clean", "train", "plot", "b"]
    assert not merged.conflicts
    assert [change.added for change in merged.changes] == [1, 1]


def test_both_added_at_one_place_and_ours_goes_first() -> None:
    merged = merge_cells(BASE, [*BASE, named("a", "ours = 1")], [*BASE, named("b", "theirs = 2")])
    assert sources(merged)[-2:] == ["ours = 1", "theirs = 2"]
    assert not merged.conflicts


@pytest.mark.parametrize("is_ours", [True, False])
def test_what_one_side_added_stays_behind_the_cell_that_the_other_wrote_anew(is_ours: bool) -> None:
    base = [LOAD, code("old = 1"), PLOT]
    anew = [LOAD, code("something = entirely('different', from_it)"), PLOT]
    added = [LOAD, code("old = 1"), code("print('added')"), PLOT]
    merged = merge_cells(base, *((anew, added) if is_ours else (added, anew)))
    assert sources(merged)[1:3] == ["something = entirely('different', from_it)", "print('added')"]


def test_what_both_added_alike_is_there_once() -> None:
    new = named("a", "import torch")
    merged = merge_cells(
        BASE, [new, *BASE, named("x", "x")], [named("b", "import torch"), *BASE, named("y", "y")]
    )
    assert [cell.id for cell in parse(merged.raw).cells][:2] == ["a", "load"]


def test_a_cell_with_one_id_that_both_added_and_one_went_on_with_is_one_cell_in_conflict() -> None:
    ours = [*BASE, named("new", "epochs = 10\nrate = 0.1\nseed = 1")]
    theirs = [*BASE, named("new", "epochs = 10\nrate = 0.2\nseed = 1")]
    (*_, last) = sources(merge_cells(BASE, ours, theirs))
    assert last == "epochs = 10\n<<<<<<< ours\nrate = 0.1\n=======\nrate = 0.2\n>>>>>>> theirs\nseed = 1"


def test_unlike_cells_of_one_id_both_stay_and_one_gets_another_id() -> None:
    ours, theirs = [*BASE, named("new", "import torch")], [*BASE, named("new", "ax.plot(1, 2, 3)")]
    merged = merge_cells(BASE, ours, theirs)
    ids = [cell.id for cell in parse(merged.raw).cells]
    assert (ids[4], len(set(ids))) == ("new", 6)
    assert merge_cells(BASE, ours, theirs).raw == merged.raw


def test_deleted_cells_are_gone() -> None:
    merged = merge_cells(BASE, BASE[1:], BASE[:-1])
    assert [cell.id for cell in parse(merged.raw).cells] == ["clean", "train"]
    assert [change.removed for change in merged.changes] == [1, 1]


def test_a_cell_that_one_side_moved_and_the_other_edited_is_moved_and_edited() -> None:
    moved = [LOAD, PLOT, CLEAN, TRAIN]
    new = edited(PLOT, "figure, axes = plt.subplots()\naxes.plot(losses)\nplt.show()")
    for ours, theirs in ((moved, [*BASE[:3], new]), ([*BASE[:3], new], moved)):
        merged = merge_cells(BASE, ours, theirs)
        assert [cell.id for cell in parse(merged.raw).cells] == ["load", "plot", "clean", "train"]
        assert sources(merged)[1].endswith("plt.show()")
        assert not merged.conflicts


def test_where_both_moved_a_cell_ours_decides_and_says_so() -> None:
    merged = merge_cells(BASE, [PLOT, *BASE[:3]], [LOAD, PLOT, CLEAN, TRAIN])
    assert [cell.id for cell in parse(merged.raw).cells] == ["plot", "load", "clean", "train"]
    assert [(d.cell, d.text) for d in merged.decisions] == [(1, "both sides moved it: where ours has it")]


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_cell_that_one_side_edited_and_the_other_deleted_is_a_conflict(is_ours: bool) -> None:
    new = [LOAD, edited(CLEAN, "data = data.dropna(how='all')\ndata.head()"), TRAIN, PLOT]
    deleted = [LOAD, TRAIN, named("more", "extra = 1"), PLOT]
    merged = merge_cells(BASE, *((new, deleted) if is_ours else (deleted, new)))
    who, other = ("ours", "theirs") if is_ours else ("theirs", "ours")
    (conflict,) = merged.conflicts
    assert conflict == (2, None, f"{who} changed a cell that {other} deleted")
    roles = [cell.metadata.get("nbtrack", {}).get("conflict") for cell in parse(merged.raw).cells]
    between = [None, "middle"] if is_ours else ["middle", None]
    assert roles == [None, "open", *between, "close", None, None, None]


def test_a_cell_that_one_side_added_much_to_and_the_other_joined_to_its_neighbour_is_there_once() -> None:
    base = [LOAD, code("fit(data)"), code("model.state_dict()")]
    joined = [LOAD, code("fit(data)\nmodel.state_dict()")]
    grown = [*base[:2], code("model.state_dict()\nsave(model, 'model.pt')\nprint('saved to model.pt')")]
    (_, last) = sources(merge_cells(base, joined, grown))
    assert last == "fit(data)\nmodel.state_dict()\nsave(model, 'model.pt')\nprint('saved to model.pt')"


def test_outputs_and_metadata_do_not_save_a_deleted_cell() -> None:
    ran = [LOAD, CLEAN | {"outputs": [stream("x")], "execution_count": 3, "metadata": {"tags": ["t"]}}]
    merged = merge_cells(BASE[:2], ran, [LOAD, named("b", "b")])
    assert sources(merged) == [LOAD["source"][0], "b"]
    assert not merged.conflicts


@pytest.mark.parametrize("is_ours", [True, False])
def test_cells_that_one_side_wrote_in_place_of_one_that_the_other_deleted_stay_and_that_is_told(
    is_ours: bool,
) -> None:
    base = [code("load()"), code("optimiser = Adam(rate=0.1)\nloss = mse"), code("plot()")]
    anew = [base[0], code("from xgboost import XGBClassifier"), code("more.of(it)"), base[2]]
    gone = [base[0], base[2]]
    sides = (base, anew, gone) if is_ours else (base, gone, anew)
    first, ours, theirs = (notebook_b(*side, minor=4) for side in sides)
    merged = merge_b(first, ours, theirs)
    assert (sources(merged), merged.conflicts) == ([cell["source"][0] for cell in anew], ())
    wrote, deleted = ("ours", "theirs") if is_ours else ("theirs", "ours")
    assert merged.decisions == ((2, f"{wrote} wrote it in place of what {deleted} deleted: kept"),)


def test_cells_that_both_replaced_by_others_are_a_conflict() -> None:
    merged = merge_cells(
        [LOAD, TRAIN],
        [LOAD, named("o", "optimiser = Adam()"), named("p", "loss = mse")],
        [LOAD, named("t", "from xgboost import XGBClassifier")],
    )
    assert [c.reason for c in merged.conflicts] == ["both sides replaced the same cells by different ones"]
    opened, *ours, middle, theirs, closed = sources(merged)[1:]
    assert opened == (
        "**Merge conflict:** both sides replaced the same cells by different ones\n\n`<<<<<<<` below: ours"
    )
    assert (ours, theirs) == (
        ["optimiser = Adam()", "loss = mse"],
        "from xgboost import XGBClassifier",
    )
    assert (middle, closed) == ("`=======` below: theirs", "`>>>>>>>` end of the conflict")


def test_what_one_side_added_beside_a_conflict_is_not_part_of_it() -> None:
    ours = [
        LOAD,
        named("before", "import os"),
        edited(CLEAN, "data = data.dropna(how='all')\ndata.head()"),
        named("after", "del data"),
    ]
    merged = merge_cells([LOAD, CLEAN], ours, [LOAD], Strategy(labels=("HEAD", "topic`s")))
    assert [source.partition("\n\n")[2] or source for source in sources(merged)[1:]] == [
        "import os",
        "`<<<<<<<` below: ours, `HEAD`",
        "data = data.dropna(how='all')\ndata.head()",
        "`=======` below: nothing (theirs, `topic's`)",
        "`>>>>>>>` end of the conflict",
        "del data",
    ]


def test_lines_of_one_cell_come_from_both() -> None:
    base = "import os\n\nepochs = 10\nrate = 0.1\n\nprint(epochs)"
    ours, theirs = base.replace("os", "sys"), base.replace("print(epochs)", "print(rate)")
    assert merged_source(base, ours, theirs) == ours.replace("print(epochs)", "print(rate)")


def test_neighbouring_lines_are_a_conflict_as_in_git() -> None:
    found = merged_source("a\nb", "A\nb", "a\nB")
    assert found == "<<<<<<< ours\nA\nb\n=======\na\nB\n>>>>>>> theirs"


def test_what_both_did_alike_stays_out_of_a_conflict() -> None:
    found = merged_source("a\nb\nc", "x\nours\nc", "x\ntheirs\nc")
    assert found == "x\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\nc"


def test_a_line_end_at_the_end_is_no_conflict() -> None:
    assert merged_source("a\nb", "A\nb\n", "a\nb") == "A\nb\n"
    assert merged_source("a\nx\nb", "A\nx\nb\n", "a\nx\nB") == "A\nx\nB\n"


def test_the_labels_and_the_size_of_markers_are_git_s_to_say() -> None:
    strategy = Strategy(marker_size=9, labels=("HEAD", "feature\n\x1b[31m"))
    merged = merge_cells([named("a", "x = 0")], [named("a", "x = 1")], [named("a", "x = 2")], strategy)
    assert sources(merged) == [
        "<<<<<<<<< ours, HEAD\nx = 1\n=========\nx = 2\n>>>>>>>>> theirs, feature\\n\\x1b[31m",
    ]


def test_lines_like_markers_keep_both_cells_whole() -> None:
    sides = [[{"id": "a"} | markdown(f"Title\n=======\n{text}")] for text in ("old", "ours", "theirs")]
    merged = merge_sides(sides)
    assert len(sources(merged)) == 5
    assert sources(merged)[1] == "Title\n=======\nours"


@pytest.mark.parametrize(("settle", "source"), [("ours", "1"), ("theirs", "2"), ("both", "1\n2")])
def test_a_side_can_be_chosen_beforehand(settle: Any, source: str) -> None:
    sides = [[named("a", f"first\n{text}"), TRAIN] for text in "012"]
    merged = merge_sides(sides, Strategy(settle=settle))
    assert sources(merged)[0] == f"first\n{source}"
    assert not merged.conflicts


def test_the_type_that_one_side_changed_and_the_source_that_the_other_changed() -> None:
    text = "Clean the data\nTrain the model\nPlot the losses"
    base, ours = {"id": "a"} | markdown(text), named("a", text)
    theirs = edited(base, f"{text}\nDone")
    for sides in (([base], [ours], [theirs]), ([base], [theirs], [ours])):
        merged = merge_sides(sides)
        assert [(cell.kind, cell.source) for cell in parse(merged.raw).cells] == [("code", f"{text}\nDone")]


def test_attachments_of_one_name_keep_both_cells() -> None:
    sides = [
        [{"id": "a"} | markdown("![](attachment:image.png)", attachments={"image.png": {"image/png": data}})]
        for data in ("AA==", "BB==", "CC==")
    ]
    merged = merge_sides(sides)
    kept = [cell.data["attachments"] for cell in parse(merged.raw).cells if "attachments" in cell.data]
    assert [found["image.png"]["image/png"] for found in kept] == ["BB==", "CC=="]


def test_metadata_comes_together_key_by_key() -> None:
    base = {"tags": ["a", "b"], "slideshow": {"slide_type": "skip"}, "collapsed": True}
    ours = {"tags": ["a", "b", "c"], "slideshow": {"slide_type": "slide"}, "name": "one"}
    theirs = {"tags": ["b", "d"], "slideshow": {"slide_type": "notes"}, "collapsed": True}
    merged = merge_sides([[named("a", "x", metadata=m)] for m in (base, ours, theirs)])
    (cell,) = parse(merged.raw).cells
    assert cell.metadata == {"tags": ["b", "c", "d"], "slideshow": {"slide_type": "slide"}, "name": "one"}
    assert [d.text for d in merged.decisions] == [
        "metadata.slideshow.slide_type: both sides changed it, ours kept"
    ]


def test_metadata_that_one_side_changed_outlives_its_removal() -> None:
    sides = [[named("a", "x", metadata=found)] for found in ({"name": "a"}, {}, {"name": "b"})]
    for base, ours, theirs in (sides, [sides[0], sides[2], sides[1]]):
        merged = merge_cells(base, ours, theirs)
        assert parse(merged.raw).cells[0].metadata == {"name": "b"}
        assert [d.text for d in merged.decisions] == ["metadata.name: kept, though one side removed it"]


def test_two_kernels_do_not_become_a_third() -> None:
    specs = [{"kernelspec": {"name": name, "display_name": name}} for name in ("a", "b", "c")]
    base, ours, theirs = (notebook_b(LOAD, metadata=spec) for spec in specs)
    merged = merge_b(base, ours, theirs)
    assert parse(merged.raw).metadata == specs[1]


def test_the_newer_format_wins_and_every_cell_has_an_id() -> None:
    old = [code("a = 1"), code("b = 2")]
    theirs = notebook_b(code("a = 1"), code("b = 2"), minor=5)
    merged = merge_b(notebook_b(*old, minor=4), notebook_b(code("import c"), *old, minor=4), theirs)
    cells = parse(merged.raw).cells
    assert parse(merged.raw).format == (4, 5)
    assert [cell.id for cell in cells[1:]] == ["cell-1", "cell-2"]
    assert cells[0].id is not None


class TestOutputs:
    """They are made by a source: a merge keeps those that belong to the source it has."""

    old = named("a", "x = 1\n\nprint(x)", outputs=[stream("1\n")], count=1)

    def test_the_side_that_ran_the_source(self) -> None:
        ran = edited(self.old, "x = 2\n\nprint(x)", outputs=[stream("2\n")], execution_count=9)
        tagged = self.old | {"metadata": {"tags": ["t"]}, "outputs": [stream("one\n")]}
        merged = merge_cells([self.old], [tagged], [ran])
        assert outputs_of(merged.raw) == [["2\n"]]
        assert parse(merged.raw).cells[0].count == 9

    def test_none_where_nobody_ran_the_merged_source(self) -> None:
        ours = edited(self.old, "x = 2\n\nprint(x)", outputs=[stream("2\n")])
        theirs = edited(self.old, "x = 1\n\nprint(x + 1)", outputs=[stream("3\n")])
        merged = merge_cells([self.old], [ours], [theirs])
        assert sources(merged) == ["x = 2\n\nprint(x + 1)"]
        assert (outputs_of(merged.raw), parse(merged.raw).cells[0].count) == ([], None)
        assert [d.text for d in merged.decisions] == ["outputs cleared: neither side ran the merged source"]

    @pytest.mark.parametrize(
        ("strategy", "kept"),
        [("provenance", [["ours"]]), ("ours", [["ours"]]), ("theirs", [["theirs"]]), ("clear", [])],
    )
    def test_both_ran_the_same_source(self, strategy: Any, kept: list[Any]) -> None:
        sides = [[self.old | {"outputs": [stream(text)]}] for text in ("base", "ours", "theirs")]
        assert outputs_of(merge_sides(sides, Strategy(strategy)).raw) == kept

    def test_only_one_side_ran_it(self) -> None:
        ran = self.old | {"outputs": [stream("new")], "execution_count": 5}
        noted = self.old | {"metadata": {"tags": ["t"]}}
        for strategy in ("provenance", "ours", "theirs", "clear"):
            for ours, theirs in ((ran, noted), (noted, ran)):
                merged = merge_cells([self.old], [ours], [theirs], Strategy(strategy))
                assert outputs_of(merged.raw) == [["new"]]

    def test_a_side_that_stripped_them(self) -> None:
        stripped = self.old | {"outputs": [], "execution_count": None}
        new = edited(self.old, "x = 2\n\nprint(x)")
        assert outputs_of(merge_cells([self.old], [new], [stripped]).raw) == []

    def test_counts_are_no_difference(self) -> None:
        sides = [[named("a", "1", outputs=[result({"text/plain": "1"}, n)], count=n)] for n in (1, 2, 3)]
        merged = merge_sides(sides)
        assert parse(merged.raw).cells[0].count == 2
        assert not merged.decisions


def test_the_layout_of_ours_stays() -> None:
    theirs = notebook_b(*BASE[:3], edited(PLOT, "plt.plot(losses)\naxes.plot(losses)"), named("n", "é"))
    ours = notebook_b(named("first", "#"), *BASE, indent=4, sort_keys=True, ensure_ascii=True)
    merged = merge_b(notebook_b(*BASE), ours, theirs).raw
    text, old = merged.decode(), ours.decode().splitlines()
    assert '"é"' in text
    changed = [line for line in old if line not in text.splitlines()]
    assert len(changed) <= 2
    assert '\n    "cells": [\n        {\n            "cell_type"' in text


def test_both_sides_made_the_notebook() -> None:
    ours, theirs = (
        notebook_b(LOAD, TRAIN),
        notebook_b(LOAD, edited(TRAIN, "model.fit(features, labels)"), PLOT),
    )
    merged = merge_added(parse(ours), parse(theirs))
    assert [c.reason for c in merged.conflicts] == ["both sides changed these lines"]
    assert len(parse(merged.raw).cells) == 3


def test_without_an_ancestor_every_difference_is_a_conflict() -> None:
    merged = merge_without_base(parse(notebook_b(LOAD, TRAIN)), parse(notebook_b(LOAD, TRAIN, PLOT)))
    assert [c.reason for c in merged.conflicts] == [
        "only one side has this, and what both come from is not known"
    ]


def test_old_formats_are_refused() -> None:
    old = [
        json.dumps({"metadata": {"x": n}, "nbformat": 3, "nbformat_minor": 0, "worksheets": []}).encode()
        for n in "abc"
    ]
    with pytest.raises(MergeError, match="nbformat 3"):
        merge_notebooks(parse(old[0]), parse(old[1]), parse(old[2]))
