"""A fingerprint tells findings apart, and outlives what does not change a finding."""

from __future__ import annotations

from nbtrack.notebook.document import parse
from nbtrack.report.fingerprint import fingerprints
from tests.making import code, notebook_b, stream
from tests.unit.report.samples import checked

LEAK = code("open('/home/ana/x')", id="leak")
OTHER = code("x = 1", outputs=[stream("x")], id="other")


def prints(*cells: dict[str, object], path: str = "a.ipynb") -> dict[str, str]:
    found = checked(parse(notebook_b(*cells), path)).findings
    return {
        f"{f.rule.code} {f.place.cell_id}": p for f, p in zip(found, fingerprints(path, found), strict=True)
    }


def test_it_outlives_a_move() -> None:
    assert prints(LEAK, OTHER) == prints(OTHER, LEAK)


def test_it_outlives_new_lines_above() -> None:
    lower = LEAK | {"source": ["import os\n", "open('/home/ana/x')"]}
    assert prints(LEAK)["NBT202 leak"] == prints(lower)["NBT202 leak"]


def test_it_outlives_another_indent_and_another_run() -> None:
    before = code("if x:\n    open('/home/ana/x')", id="a", outputs=[stream("x" * 10)])
    after = code("open('/home/ana/x')", id="a", outputs=[stream("x" * 2000)])
    kept = {"NBT101 a", "NBT202 a"}
    assert {k: v for k, v in prints(before).items() if k in kept} == {
        k: v for k, v in prints(after).items() if k in kept
    }


def test_it_is_the_same_however_the_path_is_written() -> None:
    assert prints(LEAK, path="./a.ipynb") == prints(LEAK, path="a.ipynb")


def test_it_is_another_for_another_secret_and_shows_neither() -> None:
    one, other = (
        code("", id="a", outputs=[stream(f"AKIA{tail}")]) for tail in ("Q3EGRIXZ7MWLKJPB", "W4UDTNVC5RYHSAFG")
    )
    assert prints(one)["NBT201 a"] != prints(other)["NBT201 a"]


def test_it_is_another_in_another_file_or_cell() -> None:
    everywhere = [
        prints(LEAK)["NBT202 leak"],
        prints(LEAK, path="b.ipynb")["NBT202 leak"],
        prints(LEAK | {"id": "b"})["NBT202 b"],
    ]
    assert len(set(everywhere)) == 3


def test_findings_that_say_the_same_are_told_apart() -> None:
    twice = checked(
        parse(notebook_b(code("nothing", id="a"), code("# nbtrack: ignore[NBT999]\n" * 2, id="b")))
    )
    found = [finding for finding in twice.findings if finding.rule.code == "NBT010"]
    assert len(found) == 2
    assert len(set(fingerprints("a.ipynb", found))) == 2
