"""`%%bigquery` asks Google's client library."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.script.test_extract import body, script_of, verdicts

# What the script calls, with the names of google-cloud-bigquery 3: it says what it was asked.
_CLIENT = """
class QueryJobConfig:
    def __init__(self, **options): self.__dict__.update(options)
class Rows:
    def to_dataframe(self): return "frame"
class Job:
    def result(self, max_results): print("result", max_results); return Rows()
class Client:
    def __init__(self, project, location): print("client", project, location)
    def query(self, query, job_config): print(repr(query), sorted(vars(job_config).items())); return Job()
"""
_HELPERS = "def to_query_parameters(given, types): return sorted(given.items())\n"


@pytest.fixture
def client(tmp_path: Path) -> Path:
    package = tmp_path / "google" / "cloud" / "bigquery"
    (package / "dbapi").mkdir(parents=True)
    (package / "__init__.py").write_text(_CLIENT)
    (package / "dbapi" / "__init__.py").write_text("")
    (package / "dbapi" / "_helpers.py").write_text(_HELPERS)
    return tmp_path


def printed(folder: Path, *cells: str) -> list[str]:
    source = f"import sys; sys.path.insert(0, {str(folder)!r})\n" + script_of(*cells).source
    done = subprocess.run([sys.executable, "-I", "-c", source], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_variable_gets_the_rows(client: Path) -> None:
    cell = "%%bigquery df --project p-1 --use_bqstorage_api --max_results 5\nselect 'ü', \"{x}\"\nfrom `t`"
    assert printed(client, cell, "print(df)") == [
        "client p-1 None",
        (
            "'select \\'ü\\', \"{x}\"\\nfrom `t`\\n' "
            "[('dry_run', False), ('use_legacy_sql', False), ('use_query_cache', True)]"
        ),
        "result 5",
        "frame",
    ]


def test_the_variable_may_stand_behind_the_parameters() -> None:
    cell = "%%bigquery --params {'n': 3} df --project=$p\nselect @n"
    call = 'df = _nb_bigquery("select @n\\n", params=_nb_filled("{\'n\': 3}"), project=_nb_filled("$p"))'
    assert call in script_of(cell).source


@pytest.mark.parametrize("given", ["$values", '{"n": 3, "text": "a b"}', "{values}"])
def test_parameters_come_from_a_variable_or_stand_there(client: Path, given: str) -> None:
    cells = 'values = {"n": 3, "text": "a b"}', f"%%bigquery df --params {given}\nselect @n"
    assert "('query_parameters', [('n', 3), ('text', 'a b')])" in printed(client, *cells)[1]


def test_the_query_may_be_a_variable(client: Path) -> None:
    assert printed(client, "sql = 'select 1'", "%%bigquery df\n$sql")[1].startswith("'select 1'")


def test_without_a_variable_the_query_only_runs() -> None:
    assert body(script_of("%%bigquery\ncreate table t")).endswith(
        '_nb_bigquery("create table t\\n", frame=False)\n'
    )


def test_an_option_that_nobody_knows_is_refused() -> None:
    assert verdicts(script_of("%%bigquery df --engine bigframes\nselect 1")) == [(1, 1, "refused")]
