from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.notebook.patterns import Patterns, excluded


@given(st.text("ab/", max_size=8), st.text("ab/*", max_size=6))
def test_a_star_means_what_it_means_to_fnmatch(name: str, pattern: str) -> None:
    assert Patterns((pattern,)).match(name) == fnmatchcase(name, pattern)


@given(st.text("ab.", max_size=4), st.text("ab.", max_size=4), st.text("ab.*", max_size=6))
def test_what_is_below_a_prefix_is_never_overlooked(prefix: str, rest: str, pattern: str) -> None:
    patterns = Patterns((pattern,))
    assert patterns.any_below(prefix) or not patterns.match(prefix + rest)


def test_a_pattern_excludes_files_and_whole_folders_at_any_depth() -> None:
    patterns = ("archive/", "*-old.ipynb")
    assert excluded("archive/a.ipynb", patterns)
    assert excluded("./x/archive/y/a.ipynb", patterns)
    assert excluded("x/a-old.ipynb", patterns)
    assert not excluded("archived/a.ipynb", patterns)
