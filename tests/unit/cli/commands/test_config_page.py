"""The reference lists every setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbtrack.settings import SETTINGS, Setting

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "config.md"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_in_the_reference(setting: Setting) -> None:
    assert f"| `{setting.name}` | `" in PAGE.read_text(encoding="utf-8")
    assert setting.help in PAGE.read_text(encoding="utf-8")


def test_the_reference_lists_no_other() -> None:
    rows = [line.split("`")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    assert [name for name in rows if not name.startswith("--")] == [setting.name for setting in SETTINGS]
