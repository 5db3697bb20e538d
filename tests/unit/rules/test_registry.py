"""Every rule is documented, and the registry says of it what is true."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

from nbtrack.rules.page import page, reference
from nbtrack.rules.registry import RULES
from nbtrack.rules.rule import Rule

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "rules.md"
LONGEST_SUMMARY = 45
SECTIONS = (
    "What it does",
    "Why it matters",
    "Example",
    "Fix and its safety",
    "Options",
    "On real notebooks",
    "Source",
)
IDS = [rule.code for rule in RULES]


def test_codes_rise_and_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(code[:3] == "NBT" and code[3:].isdecimal() and len(code) == 6 for code in codes)


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_name_says_the_bad_thing_in_lower_case_words(rule: Rule) -> None:
    assert rule.name.replace("-", "").isalpha()
    assert rule.name == rule.name.lower()


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_summary_fits_a_table(rule: Rule) -> None:
    assert 0 < len(rule.summary) <= LONGEST_SUMMARY
    assert not rule.summary.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_page_has_all_sections_in_order(rule: Rule) -> None:
    headings = [line.removeprefix("## ") for line in rule.page().split("\n") if line.startswith("## ")]
    optional = {"On real notebooks"} if rule.code in ("NBT000", "NBT001") else set()
    assert headings == [section for section in SECTIONS if section in headings or section not in optional]
    title = rule.page().split("\n")[0]
    assert title.endswith(".")
    assert title[0].isupper()


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_page_never_repeats_the_code_of_its_rule_as_a_title(rule: Rule) -> None:
    assert page(rule).startswith(f"# {rule.code} {rule.name}\n")
    assert rule.code not in rule.page().split("\n")[0]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_that_never_fixes_says_so(rule: Rule) -> None:
    source = inspect.getsource(importlib.import_module(rule.module))
    makes_fixes = "Fix(" in source or "removal(" in source or "_fix" in source
    assert makes_fixes == (rule.fixes != "never")


def test_the_reference_is_current() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(RULES), (
        "run `nbtrack rule --all > docs/reference/rules.md`"
    )


def test_every_rule_module_is_registered() -> None:
    folder = Path(inspect.getfile(Rule)).parent
    modules = {rule.module.rpartition(".")[2] for rule in RULES}
    with_page = {path.stem for path in folder.glob("*/*.py") if "## What it does" in path.read_text()}
    assert with_page == modules
