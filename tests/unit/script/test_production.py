"""What production does not want is left out; what something else needs stays."""

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.script.extract import extract, extract_production
from nbtrack.script.production.production import Removal
from nbtrack.script.production.verdicts import cell_verdicts
from tests.making import code, notebook, result, stream

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
    "!ls {folder}/data",
    "report.metrics.confusion_matrix().plot()",
    "(df - df.mean()).to_dataframe().plot()",
    "lib.plots.plot_curve(x)",
    "shap.summary_plot(x)",
    "display_of_x.plot_grid('x', level=3)",
    "%timeit lib.go(x)",
    "%timeit -n 3 -r 1 x.sum()",
    "%%timeit\nfor one in x:\n    values.append(one)",
    "%%timeit y = 3\nlib.go(y)",
    "df.plot_bokeh()",
    "df.plot_bokeh.line(x='x')",
    "x.plot1d(ax=3)",
    "from dynesty import plotting as dyplot\nfg, ax = dyplot.cornerplot(x, fig=plt.subplots(2))",
    "print(x.fit_report())\nlen(x)",
    "_ = lib.pairplot(x, figsize=(4, 4))",
    "fig, ax = lib.rank_plot(x, bins=20)",
    "lib.visualize_topics(x)",
    "df.visualize_as_dataframe(changes=True)",
    "model.print()",
    "model.print_summary(3)",
    "lib.show_images(x)",
    "plt.plot(np.poly1d(x)(x))",
    "colors = [sns.desaturate(one, 0.5) for one in sns.color_palette()]\nplt.scatter(x, x, c=colors)",
    "fig, axes = plt.subplots(2)\nfor name, ax in zip('ab', axes):\n    ax.plot(x)\naxes[0].set_title('x')",
    "for row in df:\n    name = row\n    print(name)",
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
    "!ls {folder} > b",
    "lib.plot_curve(x, filename='a.png')",
    "lib.plot_model(x, to_file='a.png')",
    "lib.plot_and_save(x)",
    "lib.save_plot(x)",
    "values.show_and_export(x)",
    "scores = lib.pairplot(x)",
    "grid = lib.plot_grid(x)",
    "lines = !ls",
    "with open('a') as file:\n    print(file.read())",
    "while step():\n    print('on')",
    "import scanpy as sc\nsc.pl.paga(x, plot=False)\nsc.tl.umap(x, init_pos='paga')\ny = x",
    "import scanpy as sc\nsc.pl.umap(x, save='x.png')",
    "from lib.viz import *",
    "took = %timeit -o lib.go(x)",
    "%time y = lib.go(x)",
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


def test_what_a_package_draws_of_its_own_goes() -> None:
    before = "import scanpy as sc\nx = sc.datasets.pbmc3k()\nsc.tl.umap(x)"
    assert (
        slim(before, "sc.pl.umap(x)\nsc.pl.violin(x)", "sc.pl.dotplot(x)\nx.write()")
        == f"{before}\nx.write()"
    )
    assert slim("import lib", "with lib.timed():\n    lib.viz.tree(3)", "lib.viz.bars(3)\nlib.run()") == (
        "import lib\nlib.run()"
    )


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


def test_a_saved_figure_keeps_no_other_figure_of_its_name() -> None:
    saved = "fig, ax = plt.subplots()\nax.plot([1])\nfig.savefig('curve.png')"
    other = "fig, ax = plt.subplots()\nax.plot([2])\nfor ax in fig.axes:\n    ax.legend()"
    assert slim("import matplotlib.pyplot as plt", other, saved, other) == (
        f"import matplotlib.pyplot as plt\n{saved}"
    )


def test_a_loop_over_axes_that_also_computes_stays_without_what_it_draws() -> None:
    loop = "fig, axes = plt.subplots(2)\nfor n, ax in zip([1, 2], axes):\n    "
    left = slim(IMPORTS, f"{loop}f = np.mean(n)\n    ax.plot(f)\naxes[0].legend()", "print(f)\ny = f")
    assert left.endswith(f"import pandas as pd\n{loop}f = np.mean(n)\ny = f")


@pytest.mark.parametrize(
    "use", ["upload(ax)", "files.append(ax.figure)", "fig.savefig('a.png')", "ax.get_figure().savefig('a')"]
)
def test_what_is_drawn_in_a_loop_over_axes_stays_where_something_uses_it(use: str) -> None:
    cells = (
        IMPORTS,
        f"fig, axes = plt.subplots(2)\nfor n, ax in enumerate(axes):\n    ax.plot(n)\n    {use}",
    )
    assert slim(*cells).endswith(cells[1])


def test_what_is_drawn_stays_where_a_later_cell_saves_the_last_of_the_axes() -> None:
    cells = ("fig, axes = plt.subplots(2)\nfor ax in axes:\n    ax.plot(1)", "ax.figure.savefig('a.png')")
    assert slim(IMPORTS, *cells).endswith("\n".join(cells))


def test_colours_that_something_else_uses_keep_no_plot() -> None:
    colours = "pal = sns.color_palette('deep', 8)"
    assert slim(IMPORTS, f"{colours}\nplt.scatter([1], [1], c=pal)", "rows = list(pal)").endswith(
        f"{colours}\nrows = list(pal)"
    )


def test_a_name_that_is_bound_again_in_a_block_stays_one_name() -> None:
    cells = (
        "import matplotlib.pyplot as plt",
        "fig = plt.figure()\nif wide:\n    fig = plt.figure(figsize=(9, 2))\nfig.savefig('a.png')",
    )
    assert slim(*cells) == "\n".join(cells)


def test_a_function_sees_every_figure_of_a_name() -> None:
    cells = (
        "import matplotlib.pyplot as plt",
        "def save():\n    fig.savefig('a.png')",
        "fig = plt.figure()\nsave()",
        "fig = plt.figure()\nsave()",
    )
    assert slim(*cells) == "\n".join(cells)


def test_names_of_a_functions_own_keep_nothing() -> None:
    function = "def widths(rows, fit):\n    curve = rows[0]\n    return [row for row in rows if fit(curve)]"
    cells = (function, "curve, row = plt.subplots()\nrow.plot([1])")
    assert slim("import matplotlib.pyplot as plt", *cells) == function


def test_a_default_is_no_name_of_the_functions_own() -> None:
    cells = (
        "import matplotlib.pyplot as plt",
        "ax = plt.gca()",
        "def axis(ax=ax):\n    return model.fit(ax)",
    )
    assert slim(*cells) == "\n".join(cells)


def test_an_underscore_is_a_name_for_nothing() -> None:
    cells = ("_ = model.fit(x)", "_ = plt.plot(x)")
    assert slim("import matplotlib.pyplot as plt", *cells) == "_ = model.fit(x)"


def test_names_that_only_a_plot_in_the_same_loop_uses_go_with_it() -> None:
    loop = "for row in rows:\n    width = row.end - row.start\n    plt.plot(row, lw=width)"
    assert slim("import matplotlib.pyplot as plt", loop) == ""
    assert "width = row.end" in slim("import matplotlib.pyplot as plt", loop, "last = width")


def test_a_loop_that_only_computes_stays() -> None:
    loop = "for row in rows:\n    width = row.end - row.start"
    assert slim(loop) == loop


def test_data_that_a_plotting_library_brings_is_no_figure() -> None:
    before = "import plotly.express as px\nimport seaborn as sns\nimport hvplot.pandas"
    data = "tips = sns.load_dataset('tips')\niris = px.data.iris()\ndf = hvplot.sampledata.penguins('pandas')"
    plots = "sns.boxplot(tips)\npx.scatter(iris)\na = df.hvplot.line(y='x')\nb = df.hvplot(y='x') * 2\na + b"
    assert slim(before, f"{data}\n{plots}") == f"{before}\n{data}"


def test_what_a_library_computes_that_also_plots_stays() -> None:
    source = "table = az.compare(models)\naz.plot_compare(table)\ntable"
    assert slim("import arviz as az", source) == "import arviz as az\ntable = az.compare(models)"


def test_figures_that_are_put_together_are_figures() -> None:
    source = (
        "fig, ax = plt.subplots()\na = ax.plot([1])\nb = ax.twinx().plot([2])\nboth = a + b\n"
        "handles = [Line2D([0], [0], color=c) for c in 'rg']\nax.legend(both, handles)"
    )
    assert slim("import matplotlib.pyplot as plt\nfrom matplotlib.lines import Line2D", source) == ""


def test_a_picture_that_a_cell_shows_goes() -> None:
    source = "from IPython.display import Image\n"
    assert slim(f"{source}display(Image(filename='a.png'))") == source.strip()


def test_a_data_set_whose_rows_are_mapped_can_be_looked_at() -> None:
    cell = "rows = rows.map(len)"
    assert slim(f"{cell}\nrows") == cell
    assert slim("rows = map(len, rows)\nrows") == "rows = map(len, rows)\nrows"
    assert slim("rows = map(len, rows)\nprint(rows)") == "rows = map(len, rows)\nprint(rows)"


def test_a_prediction_that_goes_into_its_argument_stays() -> None:
    source = "model.predict(idata)"
    assert slim(source) == ""
    assert slim("import bambi as bmb", source) == f"import bambi as bmb\n{source}"


SHOWN = [
    "fdiff(x, n=0.5)",
    "fdiff(x).shape, fdiff(x, n=2)",
    "fd.fdiff(x, axis=0)",
    "report.metrics.summarize().frame()",
    "data.interp(lat=x)",
    "(data - data.mean()).interp(lat=x)",
    "xr.apply_ufunc(len, data, exclude_dims=set((1,)))",
    "Point(3) + x",
]


@pytest.mark.parametrize("source", SHOWN)
def test_a_value_that_a_cell_shows_at_its_end_goes(source: str) -> None:
    before = (
        "import fracdiff as fd\nimport xarray as xr\nfrom fracdiff import fdiff",
        "data = xr.open_dataset('a').lat\nx = 1\nclass Point:\n    pass",
    )
    assert slim(*before, source) == "\n".join(before)
    assert slim(*before, f"{source}\ny = 2") == "\n".join((*before, source, "y = 2"))
    assert slim(*before, f"{source};") == "\n".join((*before, f"{source};"))


def test_a_method_that_is_not_known_stays_where_its_object_is_used_later() -> None:
    cells = ("import lib\nmodel = lib.Model()", "model.diagnostics()")
    assert slim(*cells) == cells[0]
    assert slim(*cells, "model.more") == cells[0]
    assert slim(*cells, "energy = model.more") == "\n".join((*cells, "energy = model.more"))
    function = "def energy():\n    return model.more"
    assert slim(cells[0], function, cells[1]) == "\n".join((cells[0], function, cells[1]))


Ran = tuple[str, list[Any]]  # a source and its outputs


def ran(*cells: Ran) -> str:
    """Return what is left of cells that ran, each with its outputs."""
    made = [code(source, outputs=outputs, count=at) for at, (source, outputs) in enumerate(cells, 1)]
    return extract_production(notebook(*made))[0].source


def test_what_a_library_is_given_stays_where_nobody_knows_whether_it_changed() -> None:
    cells = ("import scanpy as sc\nadata = sc.datasets.pbmc3k()", "sc.pp.neighbors(adata, n_pcs=3)")
    assert slim(*cells) == cells[0]
    assert slim(*cells, "adata.write()") == "\n".join((*cells, "adata.write()"))
    part = "sc.pp.neighbors(adata[:3])"
    assert slim(cells[0], part, "adata.write()") == "\n".join((cells[0], part, "adata.write()"))


def test_a_value_that_a_library_gave_when_its_cell_ran_goes() -> None:
    made: Ran = ("import lib\nx = lib.make()", [])
    use: Ran = ("y = x.z", [])
    assert "lib.tell(x)" not in ran(made, ("lib.tell(x)", [result({"text/plain": "3"})]), use)
    assert "lib.tell(x)" in ran(made, ("lib.tell(x)", []), use)


def test_what_gave_nothing_when_its_cell_ran_acts() -> None:
    value = ("1", [result({"text/plain": "1"})])
    made: Ran = ("import lib\nx = lib.make()", [])
    assert "lib.tell(x)" in ran(made, ("lib.tell(x)", []), value)
    assert "x.rebuild()" in ran(made, ("x.rebuild()", []), value)
    assert "lib.tell(x)" not in ran(made, ("lib.tell(x)", [stream("3")]), value)
    assert "lib.tell(x)" not in ran(made, ("lib.tell(x)", []))  # outputs were taken out, and tell nothing
    assert "x.shape" not in ran(made, ("x.shape", []), value)


ACTS = [
    "model.compute_diagnostics()",
    "tf.keras.utils.plot_model(x)",
    "lib.main()",
    "lib.set_seed(x)",
    "lib.manual_seed(x)",
    "lib.normal_(x)",
    "lib.login('me')",
    "lib.configure(x)",
    "circuit.measure_all()",
    "circuit.h(x)",
    "circuit.run()",
    "layer(x)",
    "warnings.filterwarnings(x)",
    "time.sleep(x)",
    "lib.process(x, out=y)",
    "lib.scale(x, path='a')",
]


@pytest.mark.parametrize("source", ACTS)
def test_what_acts_stays_at_the_end_of_a_cell_too(source: str) -> None:
    before = "import lib\nimport tensorflow as tf\nimport time\nimport warnings"
    assert slim(before, source) == f"{before}\n{source}"


def test_a_function_may_fill_a_list_of_its_own() -> None:
    loop = "    for i in range(n):\n        found.append(i * i)"
    function = f"def squares(n):\n    found = []\n{loop}\n    return found"
    assert slim(function, "squares(3)") == function
    shared = function.replace("    found = []\n", "    found = known\n")
    assert slim(shared, "squares(3)") == f"{shared}\nsquares(3)"


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
