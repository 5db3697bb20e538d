"""What `nbtrack rule` prints."""

from __future__ import annotations

import json

import pytest

from nbtrack.cli.main import main
from nbtrack.rules.registry import RULES


def test_the_name_of_a_rule_shows_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "undefined-name"]) == 0
    assert capsys.readouterr().out.startswith("# NBT305 undefined-name\n")


def test_the_list_has_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]
    assert all(("(off by default)" in line) != rule.on for line, rule in zip(lines, RULES, strict=True))


def test_json_has_the_rules_that_a_code_begins(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "NBT3", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    codes = [rule["code"] for rule in rules]
    assert {"NBT301", "NBT305"} <= set(codes)
    assert all(code.startswith("NBT3") for code in codes)


@pytest.mark.parametrize("words", [["NBT999"], ["--all", "NBT101"]])
def test_what_names_no_rule_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", *words]) == 2
    assert capsys.readouterr().err.startswith("nbtrack: ")
