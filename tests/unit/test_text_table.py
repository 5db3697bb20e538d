"""A table at a terminal has the columns that fit, whole ones, from the left."""

import pytest

from nbtrack.text_table import Column, fitting, table_lines

TABLE = [Column("RUN", ["ab", "c"]), Column("loss", ["1", "2"]), Column("x", ["123456"])]


@pytest.mark.parametrize(("width", "count"), [(None, 3), (17, 3), (16, 2), (9, 2), (8, 1), (3, 1), (1, 1)])
def test_columns_that_do_not_fit_are_left_out_but_never_the_first(width: int | None, count: int) -> None:
    assert fitting(TABLE, width) == TABLE[:count]


def test_wide_characters_take_two_columns() -> None:
    table = [Column("NAME", ["漢字", "ab"]), Column("N", ["値", "1"], right=True), Column("X", ["x", "y"])]
    assert list(table_lines(table, lambda text, *_: text)) == [
        "NAME   N  X",
        "漢字  値  x",
        "ab     1  y",
    ]
    assert fitting(table, 10) == table[:2]
