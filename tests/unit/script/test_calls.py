"""Calls of IPython's shell that somebody spelled out are the magics that they call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.script.literals import quoted
from tests.unit.script.test_extract import body, script_of, verdicts


@pytest.mark.parametrize(
    ("call", "magic"),
    [
        ("get_ipython().run_line_magic('cd', '/tmp')", "%cd /tmp"),
        ("get_ipython().magic('%cd /tmp')", "%cd /tmp"),
        ("get_ipython().system('ls {x}')", "!ls {x}"),
        ("x = get_ipython().getoutput('ls')", "x = !ls"),
        ("x, y = get_ipython().run_line_magic('pwd', '')", "x, y = %pwd"),
        ("get_ipython().run_cell_magic('bash', '-s a', 'ls\\n')", "%%bash -s a\nls"),
        ("\n\nget_ipython().run_cell_magic('time', '', 'x = 1')", "%%time\nx = 1"),
    ],
)
def test_they_are_translated_alike(call: str, magic: str) -> None:
    assert body(script_of(call)).split() == body(script_of(magic)).split()


def test_the_reader_sees_what_was_written() -> None:
    assert script_of("get_ipython().run_line_magic('sql', 'x')").ledger[0].text.startswith("get_ipython()")


@pytest.mark.parametrize(
    "source",
    [
        "get_ipython().run_line_magic('cd', 'x') or 3",
        "y.get_ipython().system('ls')",
        "shell = get_ipython()",
        "if get_ipython():\n    get_ipython().system(command)",
        "try:\n    get_ipython().system(command)\nexcept AttributeError:\n    pass",
        "x = get_ipython().name if 'get_ipython' in globals() else ''",
        "def get_ipython():\n    return shell\n\nget_ipython().system(command)",
    ],
)
def test_what_asks_whether_there_is_a_shell_stays_as_it_is(source: str) -> None:
    script = script_of(source)
    assert body(script) == f"cell 1\n{source}\n"
    assert not verdicts(script)


REFUSED = [
    ("get_ipython().run_line_magic(name, 'x')", "get_ipython().run_line_magic(name, 'x')", "{}"),
    ("x = get_ipython().getoutput(command)[0]", "get_ipython().getoutput(command)[0]", "x = {}"),
    ("get_ipython().kernel.do_shutdown(True)", "get_ipython().kernel.do_shutdown(True)", "{}"),
    ("for line in get_ipython().getoutput(c): y", "get_ipython().getoutput(c)", "for line in {}: y"),
    ("get_ipython().run_line_magic('cd', a); b = 3", "get_ipython().run_line_magic('cd', a)", "{}; b = 3"),
    ("é = get_ipython().getoutput('ü' + a)", "get_ipython().getoutput('ü' + a)", "é = {}"),
    ("get_ipython().history_manager.enabled = 0", "get_ipython().history_manager", "{}.enabled = 0"),
    ("get_ipython().quiet = True", "get_ipython()", "{}.quiet = True"),
]


@pytest.mark.parametrize(("source", "call", "line"), REFUSED)
def test_what_cannot_be_read_as_a_magic_is_an_error_that_says_so(source: str, call: str, line: str) -> None:
    script = script_of("", source)
    message = f"cell 2, line 1: `{call}`: only IPython has a shell to ask"
    assert line.format(f"_nb_refuse({quoted(message)})") in script.source.splitlines()
    assert [(entry.cell, entry.text, entry.verdict) for entry in script.ledger] == [(2, call, "refused")]


def test_lines_around_a_refused_call_keep_their_places() -> None:
    script = script_of("a = 1\nget_ipython().system(\n    a,\n)\nb = 2")
    with pytest.raises(NotImplementedError, match=r"cell 1, line 2: `get_ipython\(\)\.system\(`"):
        exec(script.source, {})
    assert script.lines[-1] == (1, 5)


@given(st.lists(st.sampled_from([source for source, _, _ in REFUSED]), min_size=1, max_size=4))
def test_any_number_of_them_compiles(sources: list[str]) -> None:
    source = "\n".join(sources)
    script = script_of(source)
    compile(script.source, "script", "exec")
    assert len(script.ledger) == len(sources)
