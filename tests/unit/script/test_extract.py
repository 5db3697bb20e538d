"""A notebook as a plain Python script."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import ScriptError
from nbtrack.script.extract import extract
from nbtrack.script.model import Script
from tests.making import code, markdown, notebook


def script_of(*sources: str, shell: str = "run") -> Script:
    return extract(notebook(*map(code, sources), ensure_ascii=True), shell)


def body(script: Script) -> str:
    """Return the script's cells without the head."""
    return script.source.partition("# %% ")[2]


def verdicts(script: Script) -> list[tuple[int, int, str]]:
    return [(entry.cell, entry.line, entry.verdict) for entry in script.ledger]


def test_python_stays_as_it_is_written() -> None:
    source = "x = {  # odd   spacing\n 1 :2}\n\n\ndef f(): return '''\n  %cd\n'''\t# end"
    assert body(script_of(source)) == f"cell 1\n{source}\n"


def test_only_code_cells_are_taken_and_keep_their_numbers() -> None:
    script = extract(notebook(markdown("# Title"), code("x = 1"), code("  \n"), code("y = 2")))
    assert "# %% cell 2\nx = 1\n\n\n# %% cell 4\ny = 2\n" in script.source


def test_every_line_knows_where_it_comes_from() -> None:
    script = script_of("x = 1\n%time y = 2\nz = 3", "%%time\nfor i in x:\n    pass")
    found = {
        text.strip(): place
        for text, place in zip(script.source.split("\n"), script.lines, strict=False)
        if place
    }
    assert found["x = 1"] == (1, 1)
    assert found["y = 2"] == (1, 2)
    assert found["z = 3"] == (1, 3)
    assert found["for i in x:"] == (2, 2)
    assert found["pass"] == (2, 3)
    assert len(script.lines) == script.source.count("\n")


def test_what_belongs_to_the_front_end_becomes_a_comment_with_the_reason() -> None:
    script = script_of("%matplotlib inline")
    assert body(script) == "cell 1\n# %matplotlib inline  # it sets up figures in the notebook\n"
    assert verdicts(script) == [(1, 1, "dropped")]


def test_a_block_with_nothing_but_a_dropped_magic_still_compiles() -> None:
    assert "    pass  # %matplotlib inline" in script_of("if True:\n    %matplotlib inline").source


@pytest.mark.parametrize(
    "source", ["%%sql\nselect 1", "%R x", "x = %unknown 1", "if True:\n    y = %unknown"]
)
def test_what_cannot_be_carried_raises_where_it_stands(source: str) -> None:
    script = script_of("before = 1", source, "after = 1")
    names: dict[str, object] = {}
    with pytest.raises(NotImplementedError, match="cell 2, line"):
        exec(script.source, names)
    assert "before" in names
    assert "after" not in names
    assert [verdict for _, _, verdict in verdicts(script)] == ["refused"]


def test_a_cell_that_is_no_python_raises_where_it_stands_and_the_rest_compiles() -> None:
    script = script_of("x = 1", "ok = 1\nprint 'two'", "y = 1")
    names: dict[str, object] = {}
    with pytest.raises(SyntaxError, match="cell 2, line 2: Missing parentheses"):
        exec(script.source, names)
    assert names["x"] == 1
    assert verdicts(script) == [(2, 2, "refused")]
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"  # as another may know more syntax
    assert script.ledger[0].reason.startswith(f"not valid Python {ours}: Missing parentheses")


def test_a_cell_that_is_no_python_stands_there_as_its_author_wrote_it() -> None:
    script = script_of("Out[1]", "%cd data\nfiles = !ls \\\n  -l\nyield 3\n")
    as_written = "# %cd data\n# files = !ls \\\n#   -l\n# yield 3\n"
    assert script.source.partition("# %% cell 2\n")[2].partition("\n")[2] == as_written
    assert [script.lines[-4 + i] for i in range(4)] == [(2, 1), (2, 2), (2, 3), (2, 4)]


def test_of_a_cell_that_is_no_python_only_its_fault_is_told() -> None:
    (told,) = (entry for entry in script_of("%cd data\n%time x = 1\nyield 3\n").ledger)
    assert (told.line, told.text, told.verdict) == (3, "yield 3", "refused")


@pytest.mark.parametrize("source", ["%%time\n" * 3000 + "x = 1", "%time " * 3000 + "x = 1"])
def test_magics_nested_too_deep_are_refused_and_leave_the_other_cells_alone(source: str) -> None:
    script = script_of(source, "y = 2")
    compile(script.source, "script", "exec")
    assert [(entry.cell, entry.verdict) for entry in script.ledger] == [(1, "refused")]
    assert "# %% cell 2\ny = 2" in script.source


def test_a_cell_that_does_not_fit_the_others_is_isolated_too() -> None:
    script = script_of("x = 1", "global x")
    compile(script.source, "script", "exec")
    assert verdicts(script) == [(2, 1, "refused")]


def test_imports_from_the_future_move_to_the_top() -> None:
    script = script_of("import os", "x = 1; from __future__ import annotations, division  # why")
    assert "from __future__ import annotations, division\n" in script.source.partition("# %%")[0]
    assert "x = 1; pass  # why" in script.source


@pytest.mark.parametrize("magic", ["%%time", "%%capture out"])
def test_imports_from_the_future_leave_the_block_that_a_cell_magic_becomes(magic: str) -> None:
    script = script_of("x = 1", f"{magic}\nfrom __future__ import division\nprint(x)")
    assert "from __future__ import division\n" in script.source.partition("# %%")[0]
    assert "    pass\n    print(x)" in script.source
    assert "refused" not in {verdict for _, _, verdict in verdicts(script)}


def test_what_a_line_magic_measures_may_hold_a_magic() -> None:
    script = script_of("if True:\n    %time %nonsense", "%timeit !ls")
    assert verdicts(script) == [
        (1, 2, "translated"),
        (1, 2, "refused"),
        (2, 1, "translated"),
        (2, 1, "translated"),
    ]
    assert "        raise NotImplementedError" in script.source


def test_installations_are_recorded_once_and_left_out() -> None:
    script = script_of("%pip install -q pandas 'numpy<2'", "!pip install pandas", "pip install -r req.txt")
    assert script.requirements == ("pandas", "numpy<2", "-r req.txt")
    assert {verdict for _, _, verdict in verdicts(script)} == {"recorded"}
    assert "subprocess" not in script.source


def test_shell_commands_follow_the_policy() -> None:
    cells = "!ls", "!rm -r /", "x = !gcloud list"
    assert [v for _, _, v in verdicts(script_of(*cells))] == ["translated"] * 3
    skipping = script_of(*cells, shell="skip")
    assert [v for _, _, v in verdicts(skipping)] == ["translated", "dropped", "dropped"]
    assert "x = []  # !gcloud list: skipped" in skipping.source
    assert [v for _, _, v in verdicts(script_of(*cells, shell="deny"))] == ["refused"] * 3


def test_display_is_brought_only_where_nobody_imports_it() -> None:
    assert "def display(" in script_of("display(1)").source
    assert "def display(" not in script_of("from IPython.display import display", "display(1)").source
    assert "def display(" not in script_of("x.display(1)").source


def test_a_name_that_a_cell_binds_is_no_magic() -> None:
    assert "_nb_shell" in script_of("ls").source
    assert "_nb_shell" not in script_of("ls = [1]", "ls").source
    assert "_nb_shell" not in script_of("from os import listdir as ls", "ls").source


def test_lines_inside_strings_are_not_indented() -> None:
    script = script_of("%%time\nx = '''\na\n'''\ny = 'b\\\nc'")
    names: dict[str, object] = {}
    exec(script.source, names)
    assert (names["x"], names["y"]) == ("\na\n", "bc")


def test_a_notebook_in_another_language_is_refused() -> None:
    with pytest.raises(ScriptError, match="written in r, not in Python"):
        extract(notebook(metadata={"language_info": {"name": "R"}}))


def test_sage_is_no_python_though_its_kernel_says_so() -> None:
    metadata = {"kernelspec": {"name": "SageMath"}, "language_info": {"name": "python"}}
    with pytest.raises(ScriptError, match="written in sage, not in Python"):
        extract(notebook(code("R.<x> = QQ[]"), metadata=metadata))


def test_an_empty_notebook_gives_an_empty_script() -> None:
    assert extract(notebook()).source == "# Extracted from test.ipynb by nbtrack.\n"


parts = st.sampled_from([
    "%", "!", "?", "%%", "%%time", "time", "bash", "\n", "\n    ", " ", "x", "=", "'", '"""', "(", ")", "\\",
    "#", "if x:", "def f():", "await", "return", "{x}", "$x", "\0", "\ud800", "\f", "\r", "capture",
    "writefile", "ü", "from __future__ import division", "pip install", "global x", "ls", ";", "\u2028",
])  # fmt: skip


@given(st.lists(st.lists(parts, max_size=8).map("".join) | st.text(max_size=20), max_size=3))
def test_whatever_the_cells_hold_the_script_compiles_and_is_mapped(sources: list[str]) -> None:
    script = script_of(*sources)
    compile(script.source.encode(), "script", "exec", dont_inherit=True)
    assert len(script.lines) == script.source.count("\n")
    for place in filter(None, script.lines):
        assert 1 <= place[1] <= sources[place[0] - 1].count("\n") + sources[place[0] - 1].count("\r") + 1


def test_a_word_that_only_an_extension_takes_for_a_magic_is_a_name() -> None:
    assert body(script_of("from x import *", "output")).endswith("# %% cell 2\noutput\n")
