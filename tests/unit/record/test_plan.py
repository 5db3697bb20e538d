"""A plan knows what runs, and under which number people know each cell."""

from nbtrack.notebook.parameters.given import read_words
from nbtrack.record.plan import make_plan
from nbtrack.store.location import experiment_of
from tests.making import code, markdown, notebook

CELLS = (
    markdown("# Title"),
    code("lr = 1", metadata={"tags": ["parameters"]}),
    code("print(lr)"),
)


def test_cells_keep_the_numbers_that_people_know() -> None:
    plan = make_plan(notebook(*CELLS), read_words(["lr=2"]))
    assert [cell.source.splitlines()[-1] for cell in plan.as_run.cells] == [
        "# Title",
        "lr = 1",
        "lr = 2",
        "print(lr)",
    ]
    assert plan.numbers == (1, 2, None, 3)


def test_an_injected_cell_that_was_there_counts() -> None:
    injected = code("lr = 5", metadata={"tags": ["injected-parameters"]})
    plan = make_plan(notebook(*CELLS[:2], injected, CELLS[2]), read_words(["lr=2"]))
    assert plan.numbers == (1, 2, 3, 4)


def test_nothing_given_runs_the_notebook_as_it_stands() -> None:
    given = notebook(*CELLS)
    assert make_plan(given, ()).as_run is given


def test_an_experiment_is_the_path_from_the_root() -> None:
    assert experiment_of("sample_notebooks/train.ipynb").endswith("train.ipynb")
