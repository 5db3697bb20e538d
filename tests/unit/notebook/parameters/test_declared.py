"""What a notebook's parameters cell says about each parameter."""

from __future__ import annotations

import ast
import math

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.declared import Declared, declared_parameters
from tests.making import code, markdown, notebook

TAGGED = {"tags": ["parameters"]}


def one(source: str) -> Declared:
    (found,) = declared_parameters(notebook(code(source, metadata=TAGGED))).values()
    return found


@pytest.mark.parametrize(
    ("source", "kind", "default"),
    [
        ("x = 12", "int", 12),
        ("x = 1e-3", "float", 0.001),
        ("x = -1.5", "float", -1.5),
        ("x = True", "bool", True),
        ("x = 'l2'", "str", "l2"),
        ("x = None", "any", None),
        ("x = [1, 2]", "list", [1, 2]),
        ("x = (1, 'a')", "tuple", (1, "a")),
        ("x = {1, 2}", "set", {1, 2}),
        ("x = {'a': [1]}", "dict", {"a": [1]}),
        ("x = dict(a=1)", "dict", {"a": 1}),
        ("x = 10**6", "int", 1_000_000),
        ("x = 60 * 60", "int", 3600),
        ("x = float('inf')", "float", math.inf),
        ("x = np.inf", "float", math.inf),
        ("x = Path('data')", "Path", "data"),
        ("x = pathlib.Path('data')", "Path", "data"),
        ("x = Decimal('0.1')", "Decimal", "0.1"),
        ("x = np.float32(0.5)", "float32", 0.5),
        ("x = datetime.date(2024, 1, 31)", "date", "2024-01-31"),
        ("x = date.fromisoformat('2024-01-31')", "date", "2024-01-31"),
        ("x: float = 1", "float", 1),
        ("x: 'float' = 1", "float", 1),
        ("x = 1  # type: float", "float", 1),
        ("x: str = None", "str | None", None),
        ("x: int | None = 3", "int | None", 3),
        ("x: Optional[Path] = None", "Path | None", None),
        ("x: list[int] = []", "list[int]", []),
        ("x: dict[str, float] = {}", "dict[str, float]", {}),
        ("x: tuple[int, ...] = ()", "tuple[int, ...]", ()),
        ("x: Literal['l1', 'l2'] = 'l1'", "Literal['l1', 'l2']", "l1"),
        ("x: int | str = 1", "any", 1),
    ],
)
def test_the_kind_comes_from_the_annotation_or_the_default(source: str, kind: str, default: object) -> None:
    found = one(source)
    assert (str(found.kind), found.default, found.is_constant) == (kind, default, True)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("x = os.environ['HOME']", "any"),
        ("x = f(1)", "any"),
        ("x: int = f(1)", "int"),
        ("x = Path(base)", "Path"),
        ("x = Path('a', 'b')", "Path"),
        ("x = 9**9**9", "any"),
        ("x = 1 / 0", "any"),
        ("x = {[]: 1}", "any"),
        ("x = frozenset({1})", "frozenset"),
        ("x = dt.timedelta(hours=1)", "object"),
        ("x = range(3)", "object"),
        ("x = Model(depth=3)", "object"),
        ("x = [i for i in y]", "object"),
        ("x = Config.DATA", "any"),
        ("x = URL(base)", "any"),
    ],
)
def test_a_default_that_only_the_notebook_can_work_out_is_kept_as_it_is_spelled(
    source: str, kind: str
) -> None:
    found = one(source)
    assert (found.default, found.is_constant, str(found.kind)) == (None, False, kind)
    assert found.expression == source.partition("= ")[2]


@pytest.mark.parametrize(
    "value",
    ['"one "\n    "two"', "1\n    + 2", "base\n    .joined()", "[1,  # the first\n 2]", '"""one\n  two"""'],
)
def test_a_value_that_spans_lines_is_spelled_as_an_expression_of_its_own(value: str) -> None:
    spelled = one(f"x = ({value})").expression
    assert ast.dump(ast.parse(spelled, mode="eval")) == ast.dump(ast.parse(f"({value})", mode="eval"))


def test_a_member_of_an_enumeration_is_no_text() -> None:
    assert str(one("class Color(enum.Enum):\n    RED = 1\nx = Color.RED").kind) == "object"
    assert str(one("class Color:\n    RED = 'red'\nx = Color.RED").kind) == "any"


def test_an_annotation_alone_declares_a_parameter_without_a_default() -> None:
    found = one("x: int")
    assert (found.expression, found.default, found.is_constant, str(found.kind)) == ("", None, False, "int")


@pytest.mark.parametrize(
    ("source", "comment"),
    [
        ("# Parameters\nx = 1", ""),
        ("# Parameters:\n# how many\nx = 1", "how many"),
        ("x = 1  # how many", "how many"),
        ("# how many\n# there are\nx = 1", "how many there are"),
        ("x = 1  # type: float  how many", "how many"),
        ("x = [\n  1,\n]  # how many", "how many"),
        ("x = '# none'", ""),
        ("# far above\n\nx = 1", ""),
    ],
)
def test_a_comment_says_what_a_parameter_is(source: str, comment: str) -> None:
    assert one(source).comment == comment


def test_several_names_and_their_lines_are_found() -> None:
    source = (
        "import os\nfrom pathlib import Path\n%matplotlib inline\n\na = b = 1\nc, d = 2, 'x'\na = 3\nprint(a)"
    )
    found = declared_parameters(notebook(markdown("# A"), code(source, metadata=TAGGED)))
    assert {name: (each.default, each.line) for name, each in found.items()} == {
        "a": (3, 7),
        "b": (1, 5),
        "c": (2, 6),
        "d": ("x", 6),
    }


def test_a_notebook_without_the_tag_has_no_parameters() -> None:
    assert declared_parameters(notebook(code("x = 1"))) == {}
    assert declared_parameters(notebook(markdown("x = 1", metadata=TAGGED))) == {}


def test_a_cell_that_is_no_python_is_refused_with_its_place() -> None:
    with pytest.raises(RunError, match=r"parameters of test\.ipynb: cell 2, line 2 is not valid Python"):
        declared_parameters(notebook(code(""), code("x = 1\ny = = 2", metadata=TAGGED)))
