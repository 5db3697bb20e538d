"""Values on a script's command line and in its files mean what they mean to `nbtrack run -p`."""

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.notebook.parameters.conversion import WrongValue, converted
from nbtrack.notebook.parameters.declared import declared_parameters
from nbtrack.notebook.parameters.expressions import expression_of, plain
from nbtrack.notebook.parameters.given import Text
from nbtrack.script.command_line.parameters import kind
from nbtrack.script.prelude import nb_arguments, nb_kind, nb_plain
from nbtrack.script.prelude.nb_config import _nb_config
from tests.making import code, notebook

_nb_arguments: Any = nb_arguments._nb_arguments
_nb_kind: Any = nb_kind._nb_kind
_nb_plain: Any = nb_plain._nb_plain

DECLARATIONS = (
    "x = 1", "x = 0.5", "x = 'a'", "x = True", "x = None", "x = [1]", "x = (1, 2)", "x = {1}", "x = {'a': 1}",
    "x = b'a'", "x = 1j", "x: float = 1", "x: int | None = None", "x: 'list[float]' = [1.0]",
    "x: dict[str, int] = {}", "x: Literal['l1', 'l2', None] = 'l1'", "x: Literal[1, 2] = 1",
    "x = Path('data')",
    "x = Decimal('0.1')", "x = datetime.date(2024, 1, 2)", "x: datetime = None", "x = np.float32(0.1)",
    "x: Optional[str] = None", "x: bool | None = None", "x: list[Path] = []", "x = compute()",
    "x = frozenset({1})", "x = timedelta(hours=1)",
)  # fmt: skip
NAMES = {
    "Path": Path,
    "np": __import__("numpy"),
    **vars(__import__("datetime")),
    "Decimal": __import__("decimal").Decimal,
}
TEXTS = (
    "1", "-3", "1_000", "0x1f", "010", "1.5", "1e-3", "inf", "nan", "", " ", "true", "Yes", "off", "0",
    "None", "null",
    "[1, 2]", "[1, 'a']", '["a", true, null]', "[nan, Infinity, {'a': false}]", "{'a': 1}", '{"a": 0.5}',
    "(1, 2)", "{1}",
    "set()", "l1", "l3", "2", "b'x'", "b'\\x00'", "1+2j", "2024-02-03", "2024-02-03T10:00", "data/x", "0.10",
    "[", "[x]", "{'a': [1.5, None]}", "9" * 5000, "ünï", "'quoted'",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    1,
    0.5,
    True,
    None,
    "a",
    "yes",
    "12",
    [1, 2],
    ["a"],
    {"a": 1},
    [],
    {},
    "2024-01-01",
    "l1",
    2,
)


def declared(declaration: str) -> Any:
    tagged = code(declaration, metadata={"tags": ["parameters"]})
    return declared_parameters(notebook(tagged))["x"].kind


@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_a_kind_reads_what_nbtrack_run_reads(declaration: str) -> None:
    of = declared(declaration)
    own = eval(kind(of), {"_nb_kind": _nb_kind})
    for typed, values in ((True, TEXTS), (False, VALUES)):
        for value in values:
            assert outcome(lambda v=value, t=typed: own.read(v, typed=t)) == outcome(
                lambda v=value, t=typed: made(converted(Text(v) if t else v, of), of)
            ), (declaration, value)


@given(st.text(), st.sampled_from(DECLARATIONS))
def test_any_text_is_read_alike(text: str, declaration: str) -> None:
    of = declared(declaration)
    own = eval(kind(of), {"_nb_kind": _nb_kind})
    assert outcome(lambda: own.read(text, typed=True)) == outcome(lambda: made(converted(Text(text), of), of))


def made(value: Any, of: Any) -> Any:
    """Return the value as the injected cell makes it."""
    return eval(expression_of(value, of).replace("datetime.date.", "date."), dict(NAMES))


def outcome(read: Any) -> tuple[str, str]:
    try:
        value = read()
    except (ValueError, WrongValue, ArithmeticError):
        return ("refused", "")
    if isinstance(value, (set, frozenset)):  # whose order says nothing, and differs between equal ones
        value = type(value)(), *sorted(map(repr, value))
        return ("set", repr(value))
    return (type(value).__name__, repr(value))


@pytest.mark.parametrize(
    "value", [1, 0.5, "a", True, None, [1, (2, 3)], {3, 1}, {"a": {1: 2}}, b"x", {"b", "a"}, {"k": [None]}]
)
def test_records_hold_what_a_run_of_the_notebook_records(value: Any) -> None:
    assert _nb_plain(value) == plain(value)


FILES = {
    "a.toml": "epochs = 3\nname = 'x'\nwhen = 2024-01-02\n[model]\ndepth = 2\n",
    "a.json": '{"epochs": 3, "list": [1, null, true]}',
    "a.yaml": "epochs: 3\nrate: 1e-3\nno: no\noctal: 010\nhex: 0x1f\nbase: &b {a: 1}\n"
    "more: {<<: *b, c: 1:30}\n"
    "inf: .inf\nneg: -.INF\nnothing: ~\nempty:\nyes: 'true'\nflag: True\nday: 2024-01-02\n"
    "list: [1, 0o17, a]\n",
    "empty.yml": "",
    "twice.json": '{"a": 1, "a": 2}',
    "twice.yaml": "a: 1\na: 2\n",
    "list.json": "[1]",
    "broken.toml": "a = ",
    "broken.yaml": "a: [",
    "tag.yaml": "a: !!python/object:os.system {}",
    "a.ini": "a = 1",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_the_same_to_the_script(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    try:
        wanted: Any = {one.name: one.value for one in read_config(str(path))}
    except RunError:
        with pytest.raises(ValueError, match=name):
            _nb_config(str(path))
        return
    assert repr(_nb_config(str(path))) == repr(wanted)


OPTIONS = {
    "learning_rate": (_nb_kind("float"), "0.1", "how fast, 50 % of"),
    "n": (_nb_kind("int"), "", ""),
    "augment": (_nb_kind("bool"), "True", ""),
    "layers": (_nb_kind("list"), "[1]", ""),
}


def parsed(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    monkeypatch.setattr(sys, "argv", ["script.py", *words])
    found: dict[str, Any] = _nb_arguments(OPTIONS, "A script.")
    return found


def test_files_layer_and_the_command_line_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.json"
    one.write_text("n = 1\nlearning_rate = 1\naugment = false")
    two.write_text('{"n": 2, "layers": [3]}')
    words = ("--learning-rate", "-1e-3", "--config", str(one), "--config", str(two))
    found = parsed(monkeypatch, *words)
    assert found == {"n": 2, "learning_rate": -0.001, "augment": False, "layers": [3]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--augment"], True), (["--no-augment"], False), (["--augment", "off"], False),
        (["--augment=yes"], True),
    ],
)  # fmt: skip
def test_a_switch_has_several_spellings(
    words: list[str], said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parsed(monkeypatch, "--n", "1", *words)["augment"] is said


def test_both_spellings_of_a_name_are_options(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed(monkeypatch, "--learning_rate", "2", "--n", "-1") == {"learning_rate": 2.0, "n": -1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "no value for n"),
        (["--n", "1.5"], "'1.5' is no int"),
        (["--n", "1", "--learn", "2"], "unrecognized arguments"),
        (
            ["--n", "1", "--config", "FILE"],
            "there is no parameter 'learnig_rate'; did you mean 'learning_rate'?",
        ),
        (["--n", "1", "--config", "missing.toml"], "cannot read missing.toml"),
        (["--config", "WRONG"], "wrong.toml: n: 'x' is no int"),
    ],
)
def test_what_does_not_fit_is_said(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = {"FILE": tmp_path / "c.toml", "WRONG": tmp_path / "wrong.toml"}
    files["FILE"].write_text("learnig_rate = 1")
    files["WRONG"].write_text("n = 'x'")
    with pytest.raises(SystemExit) as caught:
        parsed(monkeypatch, *(str(files.get(word, word)) for word in words))
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_a_value_may_begin_with_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _arguments(monkeypatch, {"name": (_nb_kind("str"), "'a'", "")}, "--name", "-x") == {"name": "-x"}


def test_help_holds_for_long_kinds_and_odd_choices(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = _nb_kind("str", choices=("a]", "[b", "(c", "%s"))
    options = {f"a_rather_long_name_{n}": (odd, "'a]'", "100 %") for n in range(9)}
    with pytest.raises(SystemExit) as caught:
        _arguments(monkeypatch, options, "--help")
    assert caught.value.code == 0
    assert "a_rather_long_name_8" in capsys.readouterr().out


def _arguments(monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], *words: str) -> Any:
    monkeypatch.setattr(sys, "argv", ["script.py", *words])
    return _nb_arguments(options, "100 % of it")


def test_a_parameter_may_be_named_config_or_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"config": (_nb_kind("str"), "'a'", ""), "help": (_nb_kind("int"), "1", "")}
    (tmp_path / "c.json").write_text('{"help": 3}')
    words = ("--config", "b", "--config-file", str(tmp_path / "c.json"))
    assert _arguments(monkeypatch, options, *words) == {"config": "b", "help": 3}


def test_help_says_what_there_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(monkeypatch, "--help")
    said = capsys.readouterr().out
    assert "how fast, 50 % of (default: 0.1)" in said
    assert "--no-augment" in said
    assert "(required)" in said
