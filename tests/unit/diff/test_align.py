"""Cells are found again by content and id, wherever they went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.diff.align import align
from nbtrack.diff.matching import CellKey, Match

LOAD = "import pandas as pd\ndata = pd.read_csv('data.csv')\ndata.head()"
TRAIN = "model = LogisticRegression(C=1.0)\nmodel.fit(features, labels)\nprint(model.score(test, truth))"
PLOT = "figure, axes = plt.subplots(figsize=(8, 4))\naxes.plot(losses)\nplt.show()"


def cells(*sources: str, ids: str = "") -> list[CellKey]:
    return [CellKey(ids[place] if ids else None, "code", source) for place, source in enumerate(sources)]


def pairs(old: list[CellKey], new: list[CellKey]) -> list[tuple[int | None, int | None]]:
    return [(match.old, match.new) for match in align(old, new)]


keys = st.builds(
    CellKey,
    st.sampled_from([None, "a", "b", "c"]),
    st.sampled_from(["code", "markdown"]),
    st.sampled_from(["", "\n", "x", "y", "x = 1", "x = 2", LOAD, LOAD + "\n# more", TRAIN, PLOT]),
)
notebooks = st.lists(keys, max_size=9)


@given(notebooks, notebooks)
def test_every_cell_stands_there_once(old: list[CellKey], new: list[CellKey]) -> None:
    found = align(old, new)
    assert sorted(m.old for m in found if m.old is not None) == list(range(len(old)))
    assert [m.new for m in found if m.new is not None] == list(range(len(new)))


@given(notebooks, notebooks)
def test_cells_that_did_not_move_keep_their_order(old: list[CellKey], new: list[CellKey]) -> None:
    kept = [match.old for match in align(old, new) if match.old is not None and not match.moved]
    assert kept == sorted(kept)


@given(notebooks)
def test_a_notebook_is_found_in_itself(old: list[CellKey]) -> None:
    assert align(old, old) == [Match(i, i) for i in range(len(old))]


@given(notebooks, notebooks)
def test_the_same_question_has_the_same_answer(old: list[CellKey], new: list[CellKey]) -> None:
    assert align(old, new) == align(list(old), list(new))


def test_an_inserted_cell_shifts_the_others_and_changes_none() -> None:
    assert pairs(cells(LOAD, TRAIN), cells(LOAD, PLOT, TRAIN)) == [(0, 0), (None, 1), (1, 2)]


def test_an_edited_cell_is_found_without_an_id() -> None:
    edited = TRAIN.replace("C=1.0", "C=0.5")
    assert pairs(cells(LOAD, TRAIN, PLOT), cells(LOAD, edited, PLOT)) == [(0, 0), (1, 1), (2, 2)]


def test_an_edited_cell_is_told_from_an_added_one() -> None:
    edited = TRAIN.replace("C=1.0", "C=0.5")
    assert pairs(cells(TRAIN), cells(PLOT, edited)) == [(None, 0), (0, 1)]


def test_a_cell_of_another_kind_is_another_cell() -> None:
    new = [CellKey(None, "markdown", TRAIN + "\n")]
    assert pairs(cells(TRAIN), new) == [(0, None), (None, 0)]


def test_the_same_source_tells_that_code_became_markdown() -> None:
    new = [*cells(LOAD), CellKey(None, "markdown", TRAIN), *cells(PLOT)]
    assert pairs(cells(LOAD, TRAIN, PLOT), new) == [(0, 0), (1, 1), (2, 2)]


def test_an_id_tells_that_code_became_markdown() -> None:
    assert pairs(cells(TRAIN, ids="a"), [CellKey("a", "markdown", TRAIN)]) == [(0, 0)]


def test_an_id_tells_that_a_cell_was_written_anew() -> None:
    assert pairs(cells(LOAD, ids="a"), cells("pass", ids="a")) == [(0, 0)]


def test_a_moved_cell_is_moved() -> None:
    assert align(cells(LOAD, TRAIN, PLOT), cells(PLOT, LOAD, TRAIN)) == [
        Match(2, 0, moved=True),
        Match(0, 1),
        Match(1, 2),
    ]


def test_a_cell_that_was_moved_and_edited_is_moved() -> None:
    edited = PLOT.replace("8, 4", "8, 6")
    assert align(cells(LOAD, TRAIN, PLOT), cells(edited, LOAD, TRAIN))[0] == Match(2, 0, moved=True)


def test_a_short_cell_that_is_only_similar_is_no_move() -> None:
    assert pairs(cells("x = 1", LOAD, TRAIN), cells(LOAD, TRAIN, "x = 2"))[0] == (0, None)


def test_content_wins_over_ids_that_were_counted_anew() -> None:
    old = cells("a = load()", "b = load()", "c = load()", ids="123")
    new = cells("first = 0", "a = load()", "b = load()", "c = load()", ids="1234")
    assert pairs(old, new) == [(None, 0), (0, 1), (1, 2), (2, 3)]


def test_an_id_that_stands_twice_says_nothing() -> None:
    assert pairs(cells(LOAD, TRAIN, ids="aa"), cells(TRAIN, ids="a")) == [(0, None), (1, 0)]


def test_empty_cells_never_move() -> None:
    assert not [m for m in align(cells("", LOAD), cells(LOAD, "")) if m.moved]


def test_repeated_cells_are_matched_in_order() -> None:
    show = "plt.show()"
    old, new = cells(LOAD, show, TRAIN, show), cells(LOAD, show, PLOT, TRAIN, show)
    assert pairs(old, new) == [(0, 0), (1, 1), (None, 2), (2, 3), (3, 4)]


def test_many_edited_cells_are_found_again() -> None:
    old = cells(*(f"result_{n} = compute({n})\nreport(result_{n}, title='part {n}')" for n in range(1500)))
    new = [cell._replace(source=cell.source + "\nplt.show()") for cell in old]
    assert pairs(old, [*new[:700], *new[710:]]) == [
        *((i, i) for i in range(700)),
        *((i, None) for i in range(700, 710)),
        *((i, i - 10) for i in range(710, 1500)),
    ]


def test_many_cells_with_nothing_in_common_are_all_there() -> None:
    found = align(
        cells(*(f"alpha {n}" * 30 for n in range(1500))), cells(*(f"Ω{n}°" * 60 for n in range(1499)))
    )
    assert len(found) == 2999


def test_a_rewritten_cell_is_found_by_its_place() -> None:
    old, new = cells(LOAD, "eins zwei drei", TRAIN), cells(LOAD, "one, two and three", TRAIN)
    assert pairs(old, new) == [(0, 0), (1, 1), (2, 2)]


def test_a_short_cell_that_grew_in_its_place_is_found_by_its_lines() -> None:
    grown = f"import torch\n\n{PLOT}\nplt.savefig('losses.png')\n{TRAIN}"
    new = cells(LOAD, "print('something else')", grown)
    assert pairs(cells(LOAD, "plt.show()"), new) == [(0, 0), (None, 1), (1, 2)]
    assert pairs(new, cells(LOAD, "plt.show()")) == [(0, 0), (1, None), (2, 1)]


def test_a_word_that_stands_anywhere_is_no_cell_that_grew() -> None:
    assert pairs(cells(LOAD, "x"), cells(LOAD, "y", f"x\n{PLOT}")) == [
        (0, 0),
        (1, None),
        (None, 1),
        (None, 2),
    ]


def test_a_place_says_nothing_where_the_number_of_cells_changed() -> None:
    old, new = cells(LOAD, "eins zwei drei", TRAIN), cells(LOAD, "one, two", "and three", TRAIN)
    assert (1, 1) not in pairs(old, new)
