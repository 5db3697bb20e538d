"""The reference lists every setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbtrack.settings import SETTINGS, Setting

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "config.md"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_in_the_reference(setting: Setting) -> None:
    assert f"| `{setting.name}` | `" in PAGE.read_text(encoding="utf-8")
    assert setting.help in PAGE.read_text(encoding="utf-8")
