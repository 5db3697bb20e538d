"""What production does not want is left out; what something else needs stays."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.script.extract import extract, extract_production
from nbtrack.script.production.production import Removal
from nbtrack.script.production.verdicts import cell_verdicts
from tests.making import code, notebook

IMPORTS = "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd\nimport seaborn as sns"


def slim(*sources: str) -> str:
    """Return what is left of cells, without the head and the marks of cells."""
    script, _ = extract_production(notebook(*map(code, sources)))
    lines = [text for text, place in zip(script.source.split("\n"), script.lines, strict=False) if place]
    return "\n".join(line for line in lines if line.strip())


def removals(*sources: str) -> list[tuple[int, int, str]]:
    _, found = extract_production(notebook(*map(code, sources)))
    return [(one.cell, one.line, one.kind) for one in found]


GOES = [
    "plt.plot(x)",
    "plt.figure(figsize=(3, 2)); plt.plot(x); plt.show()",
    "fig, ax = plt.subplots()\nax.plot(x)\nax.set_title('x')\nplt.tight_layout()",
    "sns.heatmap(df.corr())",
    "df.plot(kind='bar')",
    "df.plot.bar()",
    "df['age'].hist(bins=30)",
    "plt.rcParams['figure.figsize'] = (10, 4)",
    "plt.rcParams.update({'font.size': 12})",
    "for column in df.columns:\n    plt.hist(df[column])\n    plt.show()",
    "with plt.style.context('ggplot'):\n    plt.plot(x)",
    "def draw(values):\n    fig, ax = plt.subplots()\n    ax.plot(values)\n    plt.show()\n\ndraw(x)",
    "x",
    "df.head()",
    "df.isnull().sum()",
    "df.describe().T",
    "len(x)",
    "print('mean:', x.mean())",
    "print(f'{len(df)} rows')",
    "df.info()",
    "np.mean(x)",
    "if len(x) > 3:\n    print('many')\nelse:\n    print('few')",
    "display(df)",
    "!ls -la data",
    "!nvidia-smi",
    "# Is it there?\ndf.head()",
    "print('a'); print('b')",
    "pass",
]


@pytest.mark.parametrize("source", GOES)
def test_plots_and_looks_go(source: str) -> None:
    before = "x = pd.Series([1, 2])\ndf = pd.DataFrame({'x': x})"
    assert slim(
        "import pandas as pd\nimport matplotlib.pyplot as plt\nimport seaborn as sns", before, source
    ) == (f"import pandas as pd\n{before}")


STAYS = [
    "model.fit(x)",
    "print(model.fit(x))",
    "plt.plot(model.fit(x).history)",
    "values.append(3)",
    "values.pop()",
    "print(values.pop())",
    "df.dropna(inplace=True)",
    "df.to_csv('out.csv')",
    "print(x, file=log)",
    "np.save('x.npy', x)",
    "np.random.seed(3)",
    "next(rows)",
    "unknown(x)",
    "train_and_report(model)",
    "print(train_model(x))",
    "assert len(x) > 3",
    "open('a')",
    "y = np.log(x)",
    "accuracy = model.score(x)",
    "print(y := 3)",
    "!python prepare.py",
    "!ls | xargs rm",
    "!cat a > b",
    "lines = !ls",
    "with open('a') as file:\n    print(file.read())",
    "while step():\n    print('on')",
    "try:\n    import json\nexcept ImportError:\n    print('no json')",
    "del x",
    "[].extend(x)",
    "super().run()",
    "class Model:\n    def show(self):\n        print(self)",
]


@pytest.mark.parametrize("source", STAYS)
def test_what_does_something_stays(source: str) -> None:
    full = extract(notebook(code(IMPORTS), code(source)))
    script, found = extract_production(notebook(code(IMPORTS), code(source)))
    assert not [one for one in found if one.cell == 2]
    assert script.source.partition("# %% cell 2")[2] == full.source.partition("# %% cell 2")[2]


def test_a_saved_figure_keeps_what_draws_it() -> None:
    cell = "fig, ax = plt.subplots()\nax.plot([1])\nfig.savefig('curve.png')"
    assert slim("import matplotlib.pyplot as plt", cell, "plt.plot([2])") == (
        f"import matplotlib.pyplot as plt\n{cell}"
    )


def test_a_figure_that_a_later_cell_saves_keeps_the_cell_that_makes_it() -> None:
    cells = (
        "import matplotlib.pyplot as plt",
        "fig, ax = plt.subplots()\nax.plot([1])",
        "fig.savefig('a.png')",
    )
    assert slim(*cells) == "\n".join(cells)


def test_what_a_plot_gives_and_something_else_uses_stays() -> None:
    cells = ("import matplotlib.pyplot as plt", "n, bins, _ = plt.hist([1, 2])", "edges = list(bins)")
    assert slim(*cells) == "\n".join(cells)


def test_a_function_that_draws_stays_where_something_else_calls_it() -> None:
    function = "def draw(x):\n    plt.plot(x)\n    plt.show()"
    cells = ("import matplotlib.pyplot as plt", function, "callbacks = [draw]")
    assert slim(*cells) == "\n".join(cells)


def test_a_function_that_also_computes_stays() -> None:
    cells = (
        "import matplotlib.pyplot as plt",
        "def fit(model):\n    plt.plot([1])\n    model.fit()",
        "fit(model)",
    )
    assert slim(*cells) == "\n".join(cells)


def test_a_plot_that_draws_random_numbers_stays_where_a_seed_fixes_them() -> None:
    cells = (
        "import matplotlib.pyplot as plt\nimport numpy as np\nnp.random.seed(1)",
        "plt.hist(np.random.rand(9))",
    )
    assert slim(*cells) == "\n".join(cells)
    assert slim("import matplotlib.pyplot as plt\nimport numpy as np", cells[1]) == "import numpy as np"


def test_prints_in_a_loop_go_and_the_loop_stays() -> None:
    loop = "for epoch in range(3):\n    loss = model.partial_fit(x)\n    print(epoch, loss)"
    assert slim(loop) == "for epoch in range(3):\n    loss = model.partial_fit(x)"


def test_a_block_is_never_left_empty() -> None:
    source = "for row in open('a'):\n    print(row)"
    assert slim(source) == source


def test_a_statement_that_shares_its_line_with_one_that_stays_stays() -> None:
    assert slim("x = 1; print(x)") == "x = 1; print(x)"


def test_a_name_in_a_query_counts_as_used() -> None:
    cells = ("import matplotlib.pyplot as plt", "ax = plt.gca()", "old = df.query('age > @ax')")
    assert slim(*cells) == "\n".join(cells)


def test_code_that_looks_up_any_name_keeps_all_that_has_one() -> None:
    cells = ("import matplotlib.pyplot as plt", "eval(text)")
    assert slim(*cells) == "\n".join(cells)


def test_a_comment_or_a_tag_keeps_what_would_go() -> None:
    assert slim("print(1)  # nbtrack: keep\nprint(2)") == "print(1)  # nbtrack: keep"
    kept = code("print(1)") | {"metadata": {"tags": ["keep"]}}
    script, found = extract_production(notebook(kept, code("print(2)")))
    assert "print(1)" in script.source
    assert [one.cell for one in found] == [2]


def test_a_loop_that_binds_a_name_of_something_that_stays_stays() -> None:
    cells = ("i = 3\nrows = [1, 2]", "for i in rows:\n    print(i)")
    assert slim(*cells) == "\n".join(cells)


def test_each_removal_has_its_place_and_its_reason() -> None:
    assert removals(
        "import seaborn as sns", "x = 1\n\nx", "def f():\n    sns.set()", "sns.lineplot(x=[1])", "!ls"
    ) == [
        (1, 1, "import"),
        (2, 3, "look"),
        (3, 1, "function"),
        (4, 1, "plot"),
        (5, 1, "listing"),
    ]
    _, found = extract_production(notebook(code("x = 1\nprint(\n    x\n)")))
    assert found == (Removal(1, 2, "print(\n    x\n)", "look", "it only looks at a value"),)


def test_each_cell_has_a_verdict() -> None:
    cells = [
        code(text)
        for text in ("import os\n%matplotlib inline", "!pip install rich", "os.name", "%%time\nx = 1")
    ]
    script, found = extract_production(notebook(*cells))
    full = extract(notebook(*cells))
    assert cell_verdicts(script, full.ledger, found) == {
        1: ("production", "magic"),
        2: ("install",),
        3: ("look",),
        4: ("production", "magic"),
    }


def test_the_functions_that_only_removed_lines_called_go_too() -> None:
    script, _ = extract_production(notebook(code("!ls")))
    assert "_nb_shell" not in script.source


@given(st.lists(st.lists(st.sampled_from([*GOES, *STAYS]), min_size=1, max_size=4), min_size=1, max_size=6))
def test_the_script_still_compiles_and_a_second_pass_changes_nothing(cells: list[list[str]]) -> None:
    sources = ["\n".join(cell) for cell in cells]
    script, _ = extract_production(notebook(code(IMPORTS), *map(code, sources)))
    ast.parse(script.source)
    assert len(script.lines) == script.source.count("\n")
