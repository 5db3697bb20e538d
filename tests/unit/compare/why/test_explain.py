"""The first output that changed under unchanged code, and what is likely behind it."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.compare.comparison import RUN_SCOPE
from nbtrack.compare.why.explain import Changed, explain, explain_metrics, explain_script
from nbtrack.compare.why.words import UNEXPLAINED, why_texts
from nbtrack.diff.engine import diff_notebooks
from tests.making import code, markdown, notebook, stream

NOTHING = Changed()


def prints(source: str, text: str) -> dict[str, Any]:
    """Make a cell that printed something."""
    return code(source, outputs=[stream(f"{text}\n")])


def given(source: str) -> dict[str, Any]:
    return code(source, metadata={"tags": ["parameters"]})


def why(old: list[Any], new: list[Any], changed: Changed = NOTHING) -> list[str]:
    """Say why, for cells that are texts or made cells."""
    before, after = (
        notebook(*(code(cell) if isinstance(cell, str) else cell for cell in cells)) for cells in (old, new)
    )
    found = explain(diff_notebooks(before, after, RUN_SCOPE), before, after, changed)
    return why_texts(found) if found else []


def likely(old: list[Any], new: list[Any], changed: Changed = NOTHING) -> list[str]:
    """Return the causes alone."""
    return why(old, new, changed)[1:]


def test_a_cell_whose_own_code_changed_needs_no_explanation() -> None:
    assert why([prints("print(1)", "1")], [prints("print(2)", "2")]) == []
    assert why(["x = 1"], ["x = 2"]) == []


def test_the_first_cell_whose_output_differs_is_named_with_the_code_that_leads_there() -> None:
    assert why(
        ["x = 1", "y = x + 1", prints("print('same')", "same"), prints("print(y)", "2")],
        ["x = 2", "y = x + 1", prints("print('same')", "same"), prints("print(y)", "3")],
    ) == [
        "cell 4 is the first whose output differs though its code does not",
        "likely: the code of cell 1 changed, and leads here by way of cell 2 as y",
    ]


def test_code_that_no_name_leads_from_comes_last() -> None:
    assert likely(["z = 1", prints("print(time())", "1")], ["z = 2", prints("print(time())", "2")]) == [
        "likely: the code of cell 1 changed, above it, though no name is seen to lead from there"
    ]


def test_only_the_statements_that_changed_in_a_cell_lead_on() -> None:
    old = ["x = 1\ny = 1", "z = 5", prints("print(x)", "1")]
    new = ["x = 1\ny = 2", "z = x", prints("print(x)", "2")]
    assert "above it" in likely(old, new)[0]


def test_a_name_that_is_bound_anew_leads_no_further() -> None:
    old = ["x = 1", "x = 5", prints("print(x)", "1")]
    new = ["x = 2", "x = 5", prints("print(x)", "2")]
    assert "above it" in likely(old, new)[0]


@pytest.mark.parametrize(
    ("before", "after", "between", "use"),
    [
        ("def f():\n    return 1", "def f():\n    return 2", "pass", "print(f())"),
        ("k = 1", "k = 2", "def f():\n    return k", "print(f())"),
        ("rows = [1]", "rows = [2]", "table.add(rows)", "print(table)"),
        ("n = 1", "n = 2", "d['n'] = n", "print(d)"),
        ("class A:\n    v = 1", "class A:\n    v = 2", "a = A()", "print(a.v)"),
        ("n = 1", "n = 2", "for i in range(n):\n    total += i", "print(total)"),
        ("fill(list_, 1)", "fill(list_, 2)", "pass", "print(list_)"),
    ],
)
def test_a_change_is_followed_through(before: str, after: str, between: str, use: str) -> None:
    (cause,) = likely([before, between, prints(use, "1")], [after, between, prints(use, "2")])
    assert cause.startswith("likely: the code of cell 1 changed, and leads here")


@pytest.mark.parametrize(
    ("before", "after", "use"),
    [
        ("x = [i for i in a]", "x = [i for i in b]", "print([i for i in c])"),
        ("for i in a:\n    print(i)", "for i in b:\n    print(i)", "for i in c:\n    print(i)"),
        ("import os\nx = 1", "import os\nx = 2", "print(os.name)"),
        ("print(x)", "print(x, x)", "print(x)"),
    ],
)
def test_names_of_the_same_spelling_lead_nowhere(before: str, after: str, use: str) -> None:
    assert "though no name" in likely([before, prints(use, "1")], [after, prints(use, "2")])[0]


def test_cells_that_came_went_or_moved_are_code_that_changed() -> None:
    shown = prints("print(x)", "1"), prints("print(x)", "2")
    assert likely(["x = 1", shown[0]], ["x = 1", "x += 1", shown[1]]) == [
        "likely: cell 2 is new, and leads here as x"
    ]
    assert likely(["x = 1", "x += 1", shown[0]], ["x = 1", shown[1]]) == [
        "likely: cell 2 (of the old run) is gone, and leads here as x"
    ]


def test_a_parameter_leads_where_it_is_used() -> None:
    cells = [given("lr = 1\nepochs = 2"), "step = lr * 2"]
    changed = Changed(parameters=("lr", "epochs"))
    assert likely([*cells, prints("print(step)", "2")], [*cells, prints("print(step)", "4")], changed) == [
        "likely: parameter lr changed, and leads here by way of cell 2 as step",
    ]
    assert "though no name" in likely([*cells, prints("1", "1")], [*cells, prints("1", "2")], changed)[0]


def test_a_parameter_whose_default_was_written_anew_is_told_once() -> None:
    old = [given("lr = 1"), prints("print(lr)", "1")]
    new = [given("lr = 2"), prints("print(lr)", "2")]
    assert likely(old, new, Changed(parameters=("lr",))) == ["likely: parameter lr changed, and leads here"]


def test_packages_count_where_they_are_imported() -> None:
    cells = ["import sklearn.tree\nfrom numpy import ones"]
    sides = [*cells, prints("print(1)", "1")], [*cells, prints("print(1)", "2")]
    changed = Changed(environment=("Python", "numpy", "scikit-learn", "wheel"))
    assert likely(*sides, changed) == [
        "likely: package numpy is imported, and its version changed",
        "or: package scikit-learn is imported, and its version changed",
        "or: Python is another",
    ]


def test_modules_and_variables_that_are_known_to_have_changed_are_named() -> None:
    sides = [prints("print(1)", "1")], [prints("print(1)", "2")]
    changed = Changed(environment=("$TZ",), modules=("lib/steps.py",), variables=("$TZ",))
    assert likely(*sides, changed) == [
        "likely: lib/steps.py changed, which the run imports",
        "or: environment variable TZ changed",
    ]


def test_a_module_of_the_project_may_have_changed_with_the_commit() -> None:
    cells = ["import os, numpy, helpers"]
    sides = [*cells, prints("print(1)", "1")], [*cells, prints("print(1)", "2")]
    assert likely(*sides, Changed(packages=("numpy",), commit=True)) == [
        "likely: the commit or its patch changed, and helpers is imported, which may be of this project"
    ]


def test_random_numbers_count_where_nothing_seeds_them() -> None:
    def drawn(*before: str) -> list[str]:
        cells = [*before, "x = np.random.rand()"]
        return likely([*cells, prints("print(x)", "1")], [*cells, prints("print(x)", "2")])

    assert drawn() == [
        "likely: cell 1 draws random numbers without a seed: np.random.rand, and leads here as x"
    ]
    assert drawn("np.random.seed(1)") == [UNEXPLAINED]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["from random import shuffle", "shuffle(x)"], "draws random numbers without a seed: shuffle"),
        (["import numpy.random as npr", "x = npr.rand()"], "draws random numbers without a seed: npr.rand"),
        (["import pandas as pd", "x = df[0].sample(3)"], "draws random numbers without a seed: .sample"),
        (["import uuid", "x = uuid.uuid4()"], "draws random numbers without a seed: uuid.uuid4"),
        (["from datetime import datetime", "x = datetime.now()"], "asks for the time: datetime.now"),
        (["import pandas as pd", "x = df.sample(3, random_state=1)"], None),
        (["from random import seed, random\nseed(1)", "x = random()"], None),
    ],
)
def test_what_is_another_each_time_is_known_by_its_full_name(cells: list[str], said: str | None) -> None:
    found = likely([*cells, prints("print(x)", "1")], [*cells, prints("print(x)", "2")])
    assert found == [f"likely: cell 2 {said}, and leads here as x" if said else UNEXPLAINED]


def test_another_seed_leads_to_whatever_is_drawn() -> None:
    draw = prints("print(random.random())", "1"), prints("print(random.random())", "2")
    assert likely(
        ["import random", "random.seed(1)", "y = 1", draw[0]],
        ["import random", "random.seed(2)", "y = 1", draw[1]],
    ) == ["likely: the code of cell 2 changed, and leads here as python's random numbers"]


def test_what_only_draws_itself_is_told_so() -> None:
    draw = prints("print(random.random())", "1"), prints("print(random.random())", "2")
    assert likely(["import random", draw[0]], ["import random", draw[1]]) == [
        "likely: cell 2 draws random numbers without a seed: random.random"
    ]


def test_a_cell_that_is_no_python_may_do_anything() -> None:
    old = ["%run setup.py", "z = 1", prints("print(x)", "1")]
    new = ["%run setup.py", "z = 2", prints("print(x)", "2")]
    assert likely(old, new, Changed(environment=("Python",))) == [
        "likely: the code of cell 2 changed, above it, though no name is seen to lead from there",
        "or: Python is another",
    ]


def test_nothing_is_claimed_where_nothing_is_known() -> None:
    assert why([markdown("a"), prints("f()", "1")], [markdown("b"), prints("f()", "2")]) == [
        "cell 2 is the first whose output differs though its code does not",
        UNEXPLAINED,
    ]


def test_outputs_that_differ_by_chance_are_no_difference() -> None:
    old, new = (prints("x", f"<object at 0x7f{digits}>") for digits in ("a1b2c3d4e5", "b1c2d3e4f5"))
    assert why([old], [new]) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({1: "finished"}, {1: "timed-out"}, ["likely: the new run ended in it: timed-out"]),
        ({1: "interrupted"}, {1: "finished"}, ["likely: the old run ended in it: interrupted"]),
        ({2: "finished"}, {1: "finished"}, ["likely: the old run did not get there"]),
        (
            {1: "finished"},
            {1: "failed"},
            ["likely: x.csv changed, which cell 1 reads", "or: the new run ended in it: failed"],
        ),
        ({}, {1: "finished"}, ["likely: x.csv changed, which cell 1 reads"]),
    ],
)
def test_a_cell_that_a_run_did_not_end_needs_little_explanation(
    old: Any, new: Any, expected: list[str]
) -> None:
    changed = Changed(data={"x.csv": 1}, ended=(old, new))
    assert likely([prints("print(1)", "1")], [prints("print(1)", "2")], changed) == expected


def test_of_a_script_any_parameter_may_be_it_and_no_cell_is_named() -> None:
    before, after = (notebook(prints("import random\nprint(random.random())", text)) for text in "12")
    diff = diff_notebooks(before, after, RUN_SCOPE)
    changed = Changed(parameters=("rate",), data={"a.csv": None}, ended=({1: "finished"}, {1: "failed"}))
    found = explain_script(diff, before, after, changed)
    assert found
    assert why_texts(found) == [
        "what the script prints differs though its code does not",
        "likely: parameter rate changed",
        "or: a.csv changed, which the run reads",
        "or: the script draws random numbers without a seed: random.random",
        "or: the new run did not come to its end: failed",
    ]


def test_of_a_script_that_prints_nothing_the_metrics_are_explained() -> None:
    same = notebook(code("import random\nlog(random.random())"))
    changed = Changed(data={"a.csv": None}, ended=({1: "finished"}, {1: "finished"}))
    found = explain_metrics(diff_notebooks(same, same, RUN_SCOPE), same, same, changed)
    assert found
    assert why_texts(found) == [
        "metrics differ though the script's code does not",
        "likely: a.csv changed, which the run reads",
        "or: the script draws random numbers without a seed: random.random",
    ]


def test_metrics_of_a_script_with_new_code_need_no_explanation() -> None:
    before, after = notebook(code("log(1)")), notebook(code("log(2)"))
    assert explain_metrics(diff_notebooks(before, after, RUN_SCOPE), before, after, Changed()) is None


def test_of_a_script_that_was_stopped_that_is_all_there_is_to_say() -> None:
    before, after = (notebook(prints("print(1)", text)) for text in "12")
    changed = Changed(parameters=("rate",), ended=({1: "finished"}, {1: "interrupted"}))
    found = explain_script(diff_notebooks(before, after, RUN_SCOPE), before, after, changed)
    assert found
    assert why_texts(found)[1:] == ["likely: the new run did not come to its end: interrupted"]


def test_a_script_that_the_run_started_is_named_once() -> None:
    changed = Changed(data={"gen.py": None}, modules=("gen.py", "other.py"))
    assert likely([prints("run()", "1")], [prints("run()", "2")], changed) == [
        "likely: gen.py changed, which the run reads",
        "or: other.py changed, which the run imports",
    ]


URL = "http://example.org/d.csv"


def test_what_an_address_gave_is_not_on_record() -> None:
    read = "df = read_csv('http://me:secret@example.org/d.csv?token=1')"
    changed = Changed(addresses=(URL, "http://example.org/other"))
    assert likely([read, prints("print(df)", "1")], [read, prints("print(df)", "2")], changed) == [
        f"likely: cell 1 fetches {URL}, and what came is not on record, and leads here as df"
    ]
    assert likely([read, prints("print(x)", "1")], [read, prints("print(x)", "2")], changed) == [
        "likely: the run fetches http://example.org/d.csv, and what came is not on record",
        "or: the run fetches http://example.org/other, and what came is not on record",
    ]
    assert likely([read, prints("print(df)", "1")], [read, prints("print(df)", "2")]) == [UNEXPLAINED]


@pytest.mark.parametrize(
    "read", ["os.environ['MODE']", "os.environ.get('MODE')", "os.getenv('MODE', '')", "getenv('MODE')"]
)
def test_a_variable_that_is_not_on_record_may_be_it(read: str) -> None:
    cells = ["import os\nfrom os import getenv", f"mode = {read}"]
    old, new = ([*cells, prints("print(mode)", text)] for text in "12")
    assert likely(old, new) == [
        "likely: cell 2 reads environment variable MODE, which is not on record, and leads here as mode"
    ]
    assert likely(old, new, Changed(known=("MODE",))) == [UNEXPLAINED]
