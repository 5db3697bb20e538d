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
