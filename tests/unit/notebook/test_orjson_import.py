"""orjson is imported with less, and nobody can tell."""

import subprocess
import sys

PROGRAM = """
import sys
from nbtrack.notebook.orjson_import import import_orjson
orjson = import_orjson()
assert "inspect" not in sys.modules
assert orjson.loads(b'[1, "a"]') == [1, "a"]

import dataclasses, enum, uuid

@dataclasses.dataclass
class Point:
    "Where something is."
    x: int

class Colour(enum.Enum):
    red = 1

import orjson as imported_by_somebody_else
assert imported_by_somebody_else is orjson
assert orjson.dumps([Point(1), Colour.red, uuid.UUID(int=0)]) == (
    b'[{"x":1},1,"00000000-0000-0000-0000-000000000000"]'
)
import inspect
assert str(inspect.signature(Point)) == "(x: int) -> None"
assert getattr(dataclasses, "inspect", inspect).signature is inspect.signature  # none in Python 3.15
assert import_orjson() is orjson
"""
REAL_FIRST = """
import inspect
from nbtrack.notebook.orjson_import import import_orjson
assert import_orjson().loads(b"1") == 1
import sys
assert sys.modules["inspect"] is inspect
"""
MISSING = """
import sys
sys.modules["orjson"] = None
from nbtrack.notebook.orjson_import import import_orjson
try:
    import_orjson()
except ImportError:
    assert "inspect" not in sys.modules
else:
    raise AssertionError
"""
TO_READ = """
import sys
from nbtrack.notebook.orjson_import import import_orjson_to_read
orjson = import_orjson_to_read()
assert sys.modules.keys().isdisjoint(("dataclasses", "enum", "json", "uuid", "datetime", "re"))
assert orjson.loads(b'[1, "a"]') == [1, "a"]
for broken in (b"NaN", b"[", b'"\\xff"'):
    try:
        orjson.loads(broken)
    except ValueError as error:
        assert isinstance(error, orjson.JSONDecodeError)
    else:
        raise AssertionError(broken)

import dataclasses, datetime, enum, json, uuid
assert json.loads("[1]") == [1]
assert datetime.date(2000, 1, 2).isoformat() == "2000-01-02"
assert str(uuid.UUID(int=0)).startswith("0000")
assert enum.Enum("Colour", "red").red.name == "red"
assert dataclasses.make_dataclass("Point", ["x"])(1).x == 1
"""
REAL_FIRST_TO_READ = """
import dataclasses, datetime, enum, json, sys, uuid
before = dict(sys.modules)
from nbtrack.notebook.orjson_import import import_orjson_to_read
orjson = import_orjson_to_read()
assert before.items() <= sys.modules.items()
assert orjson.dumps(uuid.UUID(int=0)) == b'"00000000-0000-0000-0000-000000000000"'
"""


def run(program: str) -> None:
    subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}\n{program}"], check=True
    )


def test_what_is_imported_later_works_as_ever() -> None:
    run(PROGRAM)


def test_what_was_imported_before_stays() -> None:
    run(REAL_FIRST)


def test_where_orjson_is_missing_nothing_stays_behind() -> None:
    run(MISSING)


def test_to_read_nothing_of_what_can_be_written_is_imported() -> None:
    run(TO_READ)


def test_to_read_what_was_imported_before_stays() -> None:
    run(REAL_FIRST_TO_READ)
