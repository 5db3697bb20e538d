"""How much of a kernel's state is kept."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from nbtrack.record.resuming.state_limits import StateLimits, room_for, state_limits

if TYPE_CHECKING:
    from pathlib import Path


def test_a_state_takes_no_more_than_a_quarter_of_what_is_free(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).total
    room = room_for(StateLimits(after_s=0, most_bytes=free, most_s=1), str(tmp_path))
    assert room["most_bytes"] <= free // 4
    assert "a quarter of what is free" in room["too_large"]


def test_a_state_takes_no_more_than_the_settings_say(tmp_path: Path) -> None:
    room = room_for(StateLimits(after_s=0, most_bytes=5000, most_s=1), str(tmp_path))
    assert room == {
        "most_bytes": 5000,
        "too_large": "it is larger than 5.0 kB, as record.state-max-size says",
    }


@pytest.mark.parametrize(
    ("setting", "when", "after_s"),
    [
        ("auto", None, 12),
        ("auto", "always", 0),
        ("always", None, 0),
        ("never", None, None),
        ("always", "never", None),
    ],
)
def test_the_command_line_holds_over_the_settings(
    tmp_path: Path, setting: str, when: str | None, after_s: int | None
) -> None:
    (tmp_path / "nbtrack.toml").write_text(f'[record]\nkeep-state = "{setting}"\nstate-after = 12\n')
    found = state_limits(str(tmp_path), when)
    assert (found and found.after_s) == after_s
