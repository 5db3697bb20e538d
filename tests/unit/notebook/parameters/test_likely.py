"""Which cell looks like the parameters of a notebook that has none."""

from __future__ import annotations

import pytest

from nbtrack.notebook.parameters.likely import how_to_tag
from tests.making import code, markdown, notebook

IN_R = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
NOTHING = "set the values to choose in a cell of their own, and tag it: `nbtrack params --tag-cell CELL "


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            ["import os\nprint(os)", "epochs = 3\nrate = 0.1"],
            "cell 3 sets epochs, rate; to ",
        ),
        (["a = 1\nprint(a)", "import os\nb: int = 2"], "cell 3 sets b; to "),
        (["a = b = c = d = e = 1"], "cell 2 sets a, b, c, d, …; to "),
        (["rate = 0.1\nfit(rate)"], "cell 2 sets rate among other code: move that"),
        (["%matplotlib inline\nrate = 0.1"], "cell 2 sets rate; to "),
        (["found = []\nbest = None\n_ = 1", "x = f()", "rate = = 1"], NOTHING),
        ([], NOTHING),
    ],
)
def test_a_cell_that_only_sets_plain_values_is_named_first(cells: list[str], said: str) -> None:
    assert how_to_tag(notebook(markdown("# A"), *map(code, cells))).startswith(said)


def test_a_cell_in_another_language_is_read_as_its_parameters_are() -> None:
    assert how_to_tag(notebook(code("rate <- 0.1"), metadata=IN_R)).startswith("cell 1 sets rate; to ")
