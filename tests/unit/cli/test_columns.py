"""A table at a terminal has the columns that fit, whole ones, from the left."""

import pytest

from nbtrack.cli.columns import Column, fitting

TABLE = [Column("RUN", ["ab", "c"]), Column("loss", ["1", "2"]), Column("x", ["123456"])]


@pytest.mark.parametrize(("width", "count"), [(None, 3), (17, 3), (16, 2), (9, 2), (8, 1), (3, 1), (1, 1)])
def test_columns_that_do_not_fit_are_left_out_but_never_the_first(width: int | None, count: int) -> None:
    assert fitting(TABLE, width) == TABLE[:count]
