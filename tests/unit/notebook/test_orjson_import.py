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
assert dataclasses.inspect.signature is inspect.signature
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
