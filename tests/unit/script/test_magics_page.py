"""The reference lists every magic that has a translation."""

from pathlib import Path

from nbtrack.script.magics.registry import CELL_MAGICS, LINE_MAGICS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "magics.md").read_text()


def test_every_line_magic_is_listed() -> None:
    assert not [name for name in LINE_MAGICS if f"%{name}" not in PAGE]


def test_every_cell_magic_is_listed() -> None:
    unwrapped = "and as cell magics"
    assert unwrapped in PAGE
    assert not [name for name in CELL_MAGICS if f"%%{name}" not in PAGE and name not in LINE_MAGICS]
