"""Which version a cell or a line is blamed on."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from nbtrack.compare.blame import Blamed, blame_cells, blame_lines
from nbtrack.notebook.document import Notebook
from tests.making import code, markdown, notebook


def book(*sources: str) -> Notebook:
    """Make a notebook whose cells have no ids: only what they say tells them apart."""
    return notebook(*map(code, sources), minor=4)


def versions_of(blamed: list[Blamed]) -> list[int | None]:
    return [one.version for one in blamed]


def test_a_cell_that_never_changed_is_blamed_on_the_oldest_version() -> None:
    assert blame_cells(book("a"), [book("a"), book("a")]) == [Blamed(1, 1, is_new=True)]


def test_a_cell_is_blamed_on_the_version_in_which_it_changed() -> None:
    history = [book("import os", "value = 2"), book("import os", "value = 1"), book("import os", "value = 1")]
    assert blame_cells(book("import os", "value = 2"), history) == [
        Blamed(1, 2, is_new=True),
        Blamed(2, 0, is_new=False),
    ]


def test_a_cell_that_came_later_is_told_from_one_that_changed() -> None:
    history = [book("a", "second()"), book("a")]
    assert blame_cells(book("a", "second()"), history)[1] == Blamed(2, 0, is_new=True)


def test_what_no_version_has_is_blamed_on_none() -> None:
    blamed = blame_cells(book("value = 3", "new()"), [book("value = 2")])
    assert versions_of(blamed) == [None, None]


def test_without_versions_all_is_unrecorded() -> None:
    assert versions_of(blame_lines(book("a", "b"), [])) == [None, None]


def test_a_cell_that_only_moved_keeps_its_version() -> None:
    first, second, third = "import os", "print(os.getcwd())", "total = sum(range(10))"
    history = [book(third, first, second), book(first, second, third)]
    assert versions_of(blame_cells(book(second, third, first), history)) == [1, 1, 1]


def test_a_cell_that_became_markdown_changed() -> None:
    now, before = notebook(markdown("text"), minor=4), notebook(code("text"), minor=4)
    assert blame_cells(now, [now, before]) == [Blamed(1, 0, is_new=False)]


def test_a_change_that_was_taken_back_counts_from_when_it_was() -> None:
    history = [book("value = 1"), book("value = 2"), book("value = 1")]
    assert versions_of(blame_cells(book("value = 1"), history)) == [0]


def test_lines_of_a_changed_cell_are_blamed_one_by_one() -> None:
    old = "rate = 0.1\nepochs = 12\nseed = 7"
    new = "rate = 0.1\nepochs = 13\nseed = 7\nextra = True"
    (blamed,) = blame_lines(book(new), [book(new.removesuffix("\nextra = True")), book(old)])
    assert blamed == Blamed(1, None, is_new=False, lines=(1, 0, 1, None))


def test_versions_are_read_no_further_than_needed() -> None:
    read = []

    def history() -> Iterator[Notebook]:
        for name in ("b", "c", "d"):
            read.append(name)
            yield book(name * 9)

    blame_cells(book("a" * 9), history())
    assert read == ["b"]


@given(st.lists(st.lists(st.sampled_from(["a = 1", "b = 2\nc", "d", "e\nf\nd", ""]), max_size=5), max_size=5))
def test_every_cell_and_line_is_blamed_on_a_version_that_has_it(history: list[list[str]]) -> None:
    current, versions = book("a = 1", "b = 2\nc"), [book(*sources) for sources in history]
    for blamed, cell in zip(blame_lines(current, versions), current.cells, strict=True):
        lines = cell.source.split("\n")
        assert len(blamed.lines) == len(lines)
        if blamed.version is not None:
            assert cell.source in history[blamed.version]
        for place, line in zip(blamed.lines, lines, strict=True):
            assert place is None or any(line in source.split("\n") for source in history[place])
