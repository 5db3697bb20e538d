"""What a kernel remembers is kept only where something refers to it."""

import pytest

from tests.unit.script.test_extract import body, script_of, verdicts


def test_nothing_is_kept_where_nothing_refers_to_it() -> None:
    cells = "1 + 1", "for _ in range(2): pass", "_, x = 1, 2\n_", "def f(_): return _", "[_ for _ in 'ab']"
    assert "_nb_keep" not in script_of(*cells).source


def test_only_last_expressions_are_touched() -> None:
    script = script_of("x = 1\nx  +  1  # shown", "x;", "y = 2", "print(_)")
    assert "x = 1\n_nb_keep(1, (x  +  1))  # shown\n" in body(script)
    assert "\nx;\n" in body(script)
    assert "\ny = 2\n" in body(script)
    assert verdicts(script) == [(4, 1, "translated")]


def test_columns_count_characters_whatever_stands_before() -> None:
    assert "\n'ü'; _nb_keep(1, ('ö' + 'ä'))  # ß\n" in body(script_of("'ü'; 'ö' + 'ä'  # ß", "print(_)"))


@pytest.mark.parametrize("name", ["_", "__", "___", "_1", "Out[1]", "_oh[1]"])
def test_every_name_for_results_counts(name: str) -> None:
    assert "_nb_keep(1, (5))" in script_of("5", f"x = {name}").source


@pytest.mark.parametrize("name", ["In[1]", "_i", "_ii", "_i1", "_ih"])
def test_cells_are_kept_where_something_refers_to_them(name: str) -> None:
    assert '_nb_enter("x = 1")\nx = 1\n' in script_of("x = 1", f"y = {name}").source


def test_a_value_that_cannot_be_compared_is_kept() -> None:
    names: dict[str, object] = {}
    odd = "class Odd:\n    def __eq__(self, other): raise TypeError\nOdd()"
    exec(script_of(odd, "Odd()", "found = _, __").source, names)
    assert [type(value).__name__ for value in names["found"]] == ["Odd", "Odd"]  # type: ignore[attr-defined]
