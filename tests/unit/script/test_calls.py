"""Calls of IPython's shell that somebody spelled out are the magics that they call."""

import pytest

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
        "get_ipython().run_line_magic(name, 'x')",
        "get_ipython().run_line_magic('cd', 'x') or 3",
        "get_ipython().run_line_magic('cd', 'x'); x = 3",
        "get_ipython().kernel.do_shutdown(True)",
        "y.get_ipython().system('ls')",
    ],
)
def test_what_does_more_stays_as_it_is(source: str) -> None:
    script = script_of(source)
    assert body(script) == f"cell 1\n{source}\n"
    assert not verdicts(script)
