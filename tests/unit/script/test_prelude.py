"""The functions that scripts bring along."""

from pathlib import Path

import pytest

import nbtrack.script.prelude
from nbtrack.script.inlining import called, prelude

FILES = sorted(Path(nbtrack.script.prelude.__path__[0]).glob("[!_]*.py"))


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_each_stands_alone_in_a_script(name: str) -> None:
    text = prelude({name})
    exec(compile(text, name, "exec"), {})
    assert not [mark for mark in ("nbtrack.script.prelude", "noqa", "type: ignore") if mark in text]


def test_a_function_that_another_needs_comes_first_and_once() -> None:
    text = prelude({"nb_timed_value", "nb_timed"})
    assert text.count("def _nb_timed()") == 1
    assert text.index("def _nb_timed()") < text.index("def _nb_timed_value(")


def test_only_what_is_called_is_found() -> None:
    assert called("_nb_cd(_nb_filled('{x}')); _nb_unknown()") == {"nb_cd", "nb_filled"}
