"""The signature changes with everything that decides what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.rules.cache.signature import program, signature
from nbtrack.rules.registry import RULES
from nbtrack.rules.rule import Rule
from nbtrack.rules.selection import select

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DEFAULT = select(RULES)
PAIRING = select(RULES, selected=["NBT501"])


def test_the_same_is_signed_the_same(tmp_path: Path) -> None:
    assert signature(DEFAULT, str(tmp_path), 1) == signature(DEFAULT, str(tmp_path), 1)


def test_other_rules_and_other_settings_are_signed_otherwise(tmp_path: Path) -> None:
    signed = {signature(rules, str(tmp_path), told) for rules in (DEFAULT, DEFAULT[1:]) for told in (1, "1")}
    assert len(signed) == 4


def test_folders_count_only_for_rules_that_look_outside(tmp_path: Path) -> None:
    inside = select(RULES, ignored=["NBT501"])
    before = signature(PAIRING, str(tmp_path)), signature(inside, str(tmp_path))
    (tmp_path / "jupytext.toml").write_text('formats = "ipynb,py:percent"\n')
    after = signature(PAIRING, str(tmp_path)), signature(inside, str(tmp_path))
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_settings_of_jupytext_that_cannot_be_read_are_signed_too(tmp_path: Path) -> None:
    (tmp_path / "jupytext.toml").write_text("formats = [")
    assert signature(PAIRING, str(tmp_path))


def test_a_rule_of_somebody_else_makes_no_signature(tmp_path: Path) -> None:
    foreign = Rule("XYZ001", "foreign", "is not ours", module="somebody.rules")
    assert signature((*DEFAULT, foreign), str(tmp_path)) is None


def test_every_rule_that_looks_outside_says_what_surrounds_a_folder(tmp_path: Path) -> None:
    for rule in RULES:
        if rule.outside:
            repr(rule.surroundings(str(tmp_path)))


def test_only_a_development_version_is_known_by_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nbtrack.rules.cache.signature._PACKAGE", str(tmp_path))
    seen = []
    for version in ("9.9.9.dev1", "9.9.9"):
        monkeypatch.setattr("nbtrack.rules.cache.signature.__version__", version)
        for text in ("x = 1", "x = 10"):
            (tmp_path / "rule.py").write_text(text)
            seen.append(program())
    assert seen[0] != seen[1]
    assert seen[2] == seen[3]
    assert len(set(seen)) == 3
