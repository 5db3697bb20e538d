"""Cells whose first line names their language behind one percent sign, as Databricks writes them."""

import contextlib
import io

import pytest

from nbtrack.rules.python.masking import masked
from nbtrack.script.extract import extract
from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.model import Magics, translated
from tests.making import code, notebook
from tests.unit.script.test_extract import script_of, verdicts


def printed(*sources: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as stdout:
        exec(script_of(*sources).source, {})
    return stdout.getvalue()


@pytest.mark.parametrize("head", ["%md", "%md-sandbox"])
def test_text_is_left_out_whole(head: str) -> None:
    script = script_of(f"{head}\n# Title\nsome text\n- 1 2 3")
    assert f"# {head}  # only a notebook shows it\n# # Title\n# some text\n# - 1 2 3" in script.source
    assert verdicts(script) == [(1, 1, "dropped")]


def test_commands_run_in_a_shell_whole() -> None:
    assert printed("x = 1", "%sh\necho a\nfor i in 1 2; do echo $i; done") == "a\n1\n2\n"


def test_options_of_the_shell_are_kept() -> None:
    with pytest.raises(Exception, match="exit status 1"):
        printed("%sh -e\nfalse\necho never")


def test_python_is_part_of_the_notebook() -> None:
    assert printed("x = 1", "%python\n%time\ny = x + 1", "print(y)") == "2\n"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("%sql\nSELECT *\nFROM t", "the query runs on Databricks"),
        ("%scala\nval x = 1", "the cell is in Scala"),
        ("%r\nlibrary(SparkR)", "the cell is in R"),
        ("%fs ls /data", "the command asks the file system of Databricks"),
    ],
)
def test_what_runs_elsewhere_is_refused_once_with_its_reason(source: str, why: str) -> None:
    script = script_of(source, "y = 1")
    (refused,) = script.ledger
    assert (refused.text, refused.verdict, refused.reason) == (source.split("\n")[0], "refused", why)
    with pytest.raises(NotImplementedError, match="cell 1, line 1"):
        exec(script.source, {})


def test_a_query_on_its_line_is_still_a_line_magic() -> None:
    script = script_of("%sql SELECT 1\nx = 1")
    assert "\nx = 1" in script.source
    assert script.ledger[0].reason == "the database connection belongs to the magic"


def test_a_line_magic_of_that_name_that_somebody_added_is_one() -> None:
    magics = Magics({**BUILT_IN.line, "sh": lambda construct: translated("y = 2")}, BUILT_IN.cell)
    assert "y = 2\nx = 1" in extract(notebook(code("%sh\nx = 1")), magics=magics).source


@pytest.mark.parametrize("source", ["%md\n# a\nprint(b)", "%sh\nls\nx", "%sql\nx"])
def test_no_name_in_it_is_taken_for_one_of_python(source: str) -> None:
    assert masked(source).text.strip() == ""
    assert not masked(source).opaque


def test_names_in_python_count() -> None:
    assert masked("%python\n\nx = 1").text == "\n\nx = 1"
