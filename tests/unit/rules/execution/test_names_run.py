"""What the rules on names say is what Python does: hypothesis writes cells, and the interpreter runs them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import code, notebook
from tests.unit.rules.asking import findings

NAMES = st.sampled_from("abc")
STATEMENTS = st.one_of(
    *(
        st.builds(form.format, NAMES, NAMES, NAMES)
        for form in (
            "{0} = 1",
            "{0} = {1}",
            "{0} = {1}, {2}",
            "{0}",
            "del {0}",
            "{0} += 1",
            "def {0}({1}={2}): return {1}",
            "def {0}({1}): {2} = 1",
            "{0} = [{1} for {1} in (1, 2)]",
            "[{0} for {1} in (1,)]",
            "[({0} := 1) for x in (1,)]",
            "class {0}:\n    {1} = 1",
            "class {0}:\n    {1} = {2}\n    {2} = {1}",
            "{0} = lambda {1}={2}: {1}",
            "for {0} in (1, 2): {1} = {0}",
            "import os as {0}",
            "try: {0}\nexcept NameError: {0} = 1",
            "def f():\n    global {0}\n    {0} = 1\nf()",
            "with open('/dev/null') as {0}: {1} = 2",
            "match 1:\n    case {0}: {0}",
        )
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STATEMENTS.map(str), min_size=1, max_size=8))
def test_the_first_finding_is_where_python_stops(sources: list[str]) -> None:
    book = notebook(*map(code, sources))
    found = [f.place.cell or 0 for rule in ("NBT304", "NBT305") for f in findings(rule, book)]
    stopped = first_name_error(sources)
    if stopped is None:
        assert not found
    else:
        assert min(found, default=0) == stopped


def first_name_error(sources: list[str]) -> int | None:
    """Run the cells; another error ends the run, and what is behind it nobody knows."""
    namespace: dict[str, Any] = {}
    for number, source in enumerate(sources, 1):
        try:
            exec(source, namespace)
        except UnboundLocalError:
            return None
        except NameError:
            return number
        except TypeError:  # `a += 1` of a function: the name is there
            continue
    return None
