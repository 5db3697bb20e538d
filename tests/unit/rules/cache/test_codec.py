"""Findings come back as they were, in all that a report shows."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.report.result import Checked, Report
from nbtrack.rules.cache.codec import packed, unpacked
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import Place
from nbtrack.rules.registry import RULES
from tests.making import json_values

BY_CODE = {rule.code: rule for rule in RULES}
texts = st.text(st.characters(codec=None), max_size=12)
numbers = st.none() | st.integers(1, 99)
places = st.builds(
    Place,
    st.lists(texts | st.integers(0, 9), max_size=3).map(tuple),
    cell=numbers,
    cell_id=st.none() | texts,
    line=numbers,
    column=numbers,
    end_column=numbers,
    snippet=st.none() | texts,
)
fixes = st.none() | st.builds(Fix, texts, st.just(()), st.sampled_from(["safe", "unsafe"]))
found = st.builds(Finding, st.sampled_from(RULES), places, texts, fixes, mark=texts)


def shown(finding: Finding) -> list[object]:
    place, fix = finding.place, finding.fix
    where = [getattr(place, name) for name in Place.__slots__]
    return [finding.rule, finding.message, finding.mark, fix and (fix.title, fix.safety), *where]


@given(st.lists(st.tuples(found, st.integers(1, 999)), max_size=4))
def test_what_was_packed_comes_back(located: list[tuple[Finding, int]]) -> None:
    findings = [finding for finding, _ in located]
    raw = packed(findings, [line for _, line in located])
    assert b"\n" not in raw
    back = unpacked(raw, BY_CODE)
    assert back is not None
    assert [shown(finding) for finding in back[0]] == [shown(finding) for finding in findings]
    assert list(back[1]) == [line for _, line in located]
    assert len(Report([Checked("a.ipynb", back[0], file_lines=back[1])]).findings) == len(findings)


def test_nothing_that_a_finding_holds_is_forgotten() -> None:
    """A new slot has to be packed as well: add it to the codec, and here."""
    assert set(Finding.__slots__) == {"fix", "mark", "message", "place", "rule"}
    assert set(Fix.__slots__) == {"edits", "safety", "title"}
    assert set(Place.__slots__) == {
        *("cell", "cell_id", "column", "end_column", "line", "pointer", "snippet"),
    }


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"[[]]", b"[1, 2]", b"[[[1]], []]", b"\xff", b"[" * 9999])
def test_what_is_no_findings_is_none(raw: bytes) -> None:
    assert unpacked(raw, BY_CODE) is None


@given(json_values)
def test_any_json_is_findings_or_none(value: object) -> None:
    unpacked(json.dumps(value).encode(), BY_CODE)


def test_a_rule_that_is_gone_is_none() -> None:
    raw = packed([Finding(RULES[0], Place(), "x")], [1]).replace(b"NBT000", b"NBT999")
    assert unpacked(raw, BY_CODE) is None
