"""Conditions on runs: what people write, and what a stranger may write."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import UsageError
from nbtrack.store.record import GitState, Metric, Parameter, RunRecord
from nbtrack.store.statuses import FAILED
from tests.unit.compare.conditions import condition
from tests.unit.store.recording import finished


def run(name: str, acc: float, lr: float, *tags: str, **more: object) -> RunRecord:
    return finished(
        name=name,
        tags=tags,
        metrics={"val_acc": Metric(acc, 0.1, acc), "val/loss": Metric(1 - acc, 0, 1)},
        parameters={"lr": Parameter(lr, "default"), "fast": Parameter(lr > 0.5, "default")},
        **more,
    )


RUNS = [
    run("a", 0.95, 0.01, "baseline", note="Warm-up of 3 epochs"),
    run("b", 0.80, 0.01, "exp-1", "two words", git=GitState(commit="c", branch="main")),
    run("c", 0.95, 1.0, status=FAILED),
    run("d", math.nan, 0.5, "baseline"),
    finished(name="e"),
]


def chosen(text: str) -> str:
    fits = condition(text, RUNS)
    return "".join(one.name or "" for one in RUNS if fits(one))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("val_acc > 0.9 and lr < 0.1 and tag:baseline", "a"),
        ("val_acc>0.9", "ac"),
        ("val_acc >= .8", "abc"),
        ("val_acc != 0.95", "bd"),
        ("val_acc = nan", "d"),
        ("val_acc = none", "e"),
        ("val_acc != none", "abcd"),
        ("not val_acc > 0.9", "bde"),
        ("val/loss < 1e-1", "ac"),
        ("`val/loss` < 0.1", "ac"),
        ("val_acc.min = 0.1", "abcd"),
        ("metric:val_acc > 0.9 and param:lr = 1", "c"),
        ("lr = 1 or lr = 0.5 and tag:baseline", "cd"),
        ("(lr = 1 or lr = 0.01) and tag:baseline", "a"),
        ("status = failed", "c"),
        ("status == 'failed' or name = \"e\"", "ce"),
        ("branch = main", "b"),
        ("note ~ warm", "a"),
        ("tag:exp-*", "b"),
        ("tag:*", "abd"),
        ('tag:"two words" and lr < 1', "b"),
        ("not (tag:`two w*`)", "acde"),
        ("fast", "c"),
        ("fast = true", "c"),
        ("fast = 1", ""),
        ("fast > 0", ""),
        ("name < 'c'", "ab"),
        ("lr < 'c'", ""),
    ],
)
def test_a_condition_chooses(text: str, expected: str) -> None:
    assert chosen(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "expected a name at character 1, not 'the end'"),
        ("lr <", "expected a value at character 5"),
        ("lr < and", "expected a value at character 6, not 'and'"),
        ("(lr < 1", "expected a closing bracket"),
        ("lr < 1 lr", "expected `and`, `or` or the end at character 8, not 'lr'"),
        ("lr < 'x", '"\'" at character 6'),
        ("and", "expected a name at character 1"),
        ("(" * 9999, "nested too deeply"),
        ("not " * 9999 + "lr", "nested too deeply"),
        ("__import__('os')", "no run has '__import__'"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        condition(text, RUNS)
    assert why in caught.value.message


def test_a_refusal_shows_a_condition_and_not_how_a_command_takes_one() -> None:
    with pytest.raises(UsageError) as caught:
        condition("lr <", RUNS)
    assert caught.value.hint == "a condition reads as: val_acc > 0.9 and lr < 0.1 and tag:baseline"


def test_a_name_that_no_run_has_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        condition("val_ac > 1", RUNS)
    assert caught.value.hint == 'did you mean "val_acc"?'


def test_a_nearest_name_that_needs_backticks_is_shown_with_them() -> None:
    odd = [finished(metrics={"top-1 acc": Metric(1, 1, 1)})]
    with pytest.raises(UsageError) as caught:
        condition("top-1 > 1", odd)
    assert caught.value.hint == 'did you mean "top-1 acc"? In a condition: `top-1 acc`'


@pytest.mark.parametrize(("text", "fits"), [('"[1, 2]"', True), ("[1,2]", True), ('"[1]"', False)])
def test_a_list_is_compared_with_how_a_table_shows_it(text: str, fits: bool) -> None:
    runs = [finished(parameters={"layers": Parameter([1, 2], "default")})]
    assert condition(f"layers = {text}", runs)(runs[0]) is fits


def test_without_runs_nothing_is_unknown() -> None:
    assert condition("anything > 1", [])(RUNS[0]) is False


@given(st.text(st.sampled_from("lr val_acc().<>=!~\"'`1 and or not tag:"), max_size=40))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        fits = condition(text, RUNS)
    except UsageError:
        return
    assert all(fits(one) in (True, False) for one in RUNS)
