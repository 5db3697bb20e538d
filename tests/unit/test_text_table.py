"""A table at a terminal has the columns that fit, whole ones, from the left."""

import pytest

from nbtrack.text_table import Column, fitting, fitting_in_turn, table_lines, with_titles

TABLE = [Column("RUN", ["ab", "c"]), Column("loss", ["1", "2"]), Column("x", ["123456"])]


@pytest.mark.parametrize(("width", "count"), [(None, 3), (17, 3), (16, 2), (9, 2), (8, 1), (3, 1), (1, 1)])
def test_columns_that_do_not_fit_are_left_out_but_never_the_first(width: int | None, count: int) -> None:
    assert fitting(TABLE, width) == (TABLE[:count], count < len(TABLE))


def test_of_many_parameters_and_metrics_each_has_its_share_of_the_room() -> None:
    head = [Column("RUN", ["1"])]
    parameters = [Column(f"p{number}", ["1"]) for number in range(9)]
    metrics = [Column("m0", ["1"]), Column("m1", ["1"])]
    groups = [head, parameters, metrics]
    assert fitting_in_turn(groups, 15).columns == [*head, *parameters[:2], metrics[0]]
    assert fitting_in_turn(groups, 31).columns == [*head, *parameters[:5], *metrics]
    assert fitting_in_turn(groups, None) == ([*head, *parameters, *metrics], False)
    assert fitting_in_turn([head], 1) == (head, False)


@pytest.mark.parametrize(
    ("width", "title"), [(None, "x" * 59 + "…"), (70, "x" * 58 + "…"), (19, "xxxxxxx…"), (18, None)]
)
def test_what_a_row_is_about_takes_the_room_that_is_left(width: int | None, title: str | None) -> None:
    table = with_titles([Column("RUN", ["ab"]), Column("loss", ["1"])], ["x" * 99], width)
    assert [list(column.cells) for column in table[2:]] == ([] if title is None else [[title]])


def test_wide_characters_take_two_columns() -> None:
    table = [Column("NAME", ["漢字", "ab"]), Column("N", ["値", "1"], right=True), Column("X", ["x", "y"])]
    assert list(table_lines(table, lambda text, *_: text)) == [
        "NAME   N  X",
        "漢字  値  x",
        "ab     1  y",
    ]
    assert fitting(table, 10).columns == table[:2]
