"""What git itself holds unclean is remembered by its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.store.unclean import FILE, forget_all, has, remember

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_seen_is_known_and_nothing_else(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert not has(folder, b"one")
    remember(folder, b"one")
    remember(folder, b"two")
    remember(folder, b"one")
    assert has(folder, b"one")
    assert has(folder, b"two")
    assert not has(folder, b"three")
    assert len((tmp_path / FILE).read_text().split()) == 2


def test_a_torn_line_costs_itself_only(tmp_path: Path) -> None:
    folder = str(tmp_path)
    remember(folder, b"one")
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:-9])
    remember(folder, b"two")
    assert not has(folder, b"one")
    assert has(folder, b"two")


def test_what_is_forgotten_is_not_known_any_more(tmp_path: Path) -> None:
    folder = str(tmp_path)
    forget_all(folder)
    remember(folder, b"one")
    forget_all(folder)
    assert not has(folder, b"one")
