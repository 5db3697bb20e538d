"""A notebook as text for `git diff`: readable, and the same lines wherever a cell stands."""

from __future__ import annotations

from typing import Any

from nbtrack.git.readable import readable
from tests.making import code, markdown, notebook, result, stream

PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}


def lines(*cells: dict[str, Any], **more: Any) -> list[str]:
    return list(readable(notebook(*cells, **more)))


def test_cells_come_with_a_heading_their_source_and_their_short_outputs() -> None:
    png = result({"text/plain": ["<Figure>"], "image/png": "aGVsbG8="})
    assert lines(
        markdown("# Title\n\nText"),
        code("x = 1\nx", outputs=[stream("hello\nworld\n"), png], metadata={"tags": ["parameters"]}),
        metadata=PYTHON,
    ) == [
        "%% notebook",
        'metadata.kernelspec.display_name = "Python 3"',
        'metadata.kernelspec.name = "python3"',
        "%% markdown",
        "# Title",
        "",
        "Text",
        "%% code [parameters]",
        "x = 1",
        "x",
        "%% output stdout",
        "hello",
        "world",
        "%% output",
        "<Figure>",
        "(image/png, 8 B, 333d6b3a)",
    ]


def test_a_new_cell_changes_no_line_of_the_others() -> None:
    before = lines(code("a"), code("b"))
    after = lines(code("a"), code("new"), code("b"))
    assert [line for line in after if line != "new"] == [*before[:3], "%% code", *before[3:]]


def test_a_long_output_is_cut_and_still_shows_that_it_changed() -> None:
    shown = [lines(code("x", outputs=[stream("line\n" * 50 + end)]))[-1] for end in "ab"]
    assert shown[0].startswith("… 31 more lines, ")
    assert shown[0] != shown[1]


def test_an_error_is_one_line_without_its_traceback() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "why\nnot", "traceback": ["\x1b[31mlong"]}
    assert lines(code("x", outputs=[error]))[-2:] == ["%% error", "E: why\\nnot"]


def test_metadata_and_attachments_show() -> None:
    cell = markdown(
        "x", metadata={"slide": {"type": "sub"}}, attachments={"a.png": {"image/png": "aGVsbG8="}}
    )
    assert lines(cell)[-2:] == [
        'metadata.slide.type = "sub"',
        "(attachment a.png image/png, 8 B, 333d6b3a)",
    ]


def test_nothing_in_a_notebook_can_drive_the_terminal() -> None:
    evil = "\x1b]0;owned\x07"
    cells = (
        code(evil, outputs=[stream(evil), result({evil: "x"})], metadata={evil: evil, "tags": [evil]}),
        {"cell_type": evil, "metadata": {}, "source": []},
    )
    assert all(line.isprintable() for line in lines(*cells, metadata={evil: 1}))


def test_what_is_not_as_it_should_be_still_shows() -> None:
    odd = code("x", outputs=[result({"text/html": {"not": "text"}}), {"output_type": "stream", "text": 3}])
    assert lines(odd | {"attachments": 7})[:3] == ["%% notebook", "%% code", "x"]
