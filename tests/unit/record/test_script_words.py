"""What a script's command line gives it, told from its text."""

from __future__ import annotations

from typing import Any

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.parameters.given import Given, read_nested, read_words
from nbtrack.record.script_words import origins_of, parameters_of, refuse_undeclared, words_of

ARGPARSE = b"""
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("--learning-rate", "--lr", type=float, default=0.1)
parser.add_argument("--layers", nargs="+", type=int, default=[4])
parser.add_argument("--fast", action="store_true")
parser.add_argument("--no-cuda", dest="cuda", action="store_false")
parser.add_argument("--amp", action=argparse.BooleanOptionalAction)
parser.add_argument("--tag", action="append")
parser.add_argument("-v", action="count")
parser.add_argument("--seed", type=int, default="7")
parser.add_argument("--release", default="1.0")
parser.add_argument("--run", type=str)
parser.add_argument("--marks", nargs="*", type=str)
args = parser.parse_args()
"""
CLICK = b"""
import click
@click.command()
@click.option("--n-estimators", "-n", "trees", default=10)
@click.option("--verbose/--quiet", default=False)
@click.option("--dry", is_flag=True)
@click.option("--fold", multiple=True, type=int)
def main(trees, verbose, dry, fold): ...
"""
HYDRA = b"""
import hydra
@hydra.main(config_path="conf")
def main(cfg): ...
"""
PLAIN = b"import sys\nprint(sys.argv)\n"
DEFAULTS = {"learning_rate": 0.1, "layers": [4], "fast": False, "cuda": True, "release": "1.0"}


def read(source_b: bytes, *words: str) -> dict[str, Any]:
    """Return what is given, without the defaults."""
    found = parameters_of(words, source_b)
    return {name: one.value for name, one in found.items() if one.origin != "default"}


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["--lr", "0.5"], {"learning_rate": 0.5}),
        (["--learning-rate=0.5", "a.csv"], {"learning_rate": 0.5}),
        (["--layers", "8", "4", "--fast", "a.csv"], {"layers": [8, 4], "fast": True}),
        (["--no-cuda", "a.csv", "--no-amp"], {"cuda": False, "amp": False}),
        (["--tag", "a", "--tag", "b"], {"tag": ["a", "b"]}),
        (["--lr", "-1"], {"learning_rate": -1}),
        (["--release", "0.10", "--run", "007"], {"release": "0.10", "run": "007"}),
        (["--release=True", "--marks", "1.0", "2"], {"release": "True", "marks": ["1.0", "2"]}),
        (["-v", "a.csv"], {"v": True}),
    ],
)
def test_words_are_read_as_argparse_reads_them(words: list[str], given: dict[str, Any]) -> None:
    assert read(ARGPARSE, *words) == given


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["-n", "5", "--quiet"], {"trees": 5, "verbose": False}),
        (["--verbose", "--dry", "x"], {"verbose": True, "dry": True}),
        (["--fold", "1", "--fold", "2"], {"fold": [1, 2]}),
    ],
)
def test_words_are_read_as_click_reads_them(words: list[str], given: dict[str, Any]) -> None:
    assert read(CLICK, *words) == given


def test_pairs_without_dashes_are_parameters() -> None:
    assert read(HYDRA, "lr=0.1", "+model.depth=5", "--multirun") == {
        "lr": 0.1,
        "model.depth": 5,
        "multirun": True,
    }


def test_of_options_that_nobody_declared_the_look_tells() -> None:
    assert read(PLAIN, "--rate", "0.1", "--fast", "--name=x", "http://a?b=c") == {
        "rate": 0.1,
        "fast": True,
        "name": "x",
    }


def test_defaults_hold_where_the_text_tells_them() -> None:
    found = parameters_of(["--lr", "0.5"], ARGPARSE)
    assert {name: one.default for name, one in found.items()} == DEFAULTS
    assert {name for name, one in found.items() if one.origin == "default"} == DEFAULTS.keys() - {
        "learning_rate"
    }


@pytest.mark.parametrize(
    "more",
    [
        b"parser.set_defaults(learning_rate=1)\n",
        b"other = argparse.ArgumentParser()\n",
        b"if fast:\n    parser.add_argument('--more', default=1)\n",
    ],
)
def test_and_not_where_other_code_may_change_them(more: bytes) -> None:
    assert parameters_of((), ARGPARSE + more) == {}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("learning_rate=0.5", ["--learning-rate", "0.5"]),
        ("fast=true", ["--fast"]),
        ("fast=false", []),
        ("cuda=false", ["--no-cuda"]),
        ("amp=off", ["--no-amp"]),
        ("layers=[8, 4]", ["--layers", "8", "4"]),
        ("layers=8", ["--layers", "8"]),
        ("tag=['a', 'b']", ["--tag", "a", "--tag", "b"]),
        ("tag=['-a', 'b']", ["--tag=-a", "--tag", "b"]),
        ("learning_rate=-1e-3", ["--learning-rate=-1e-3"]),
        ("release=--rc", ["--release=--rc"]),
    ],
)
def test_values_become_the_words_that_give_them(given: str, words: list[str]) -> None:
    assert words_of(read_words([given]), ARGPARSE) == words


def test_for_hydra_they_are_pairs_and_parts_of_values_are_too() -> None:
    assert words_of((*read_words(["lr=1"]), *read_nested(["a.b=2"])), HYDRA) == ["lr=1", "a.b=2"]


def test_a_name_that_a_script_does_not_declare_is_refused_with_the_nearest() -> None:
    with pytest.raises(RunError, match=r"train\.py declares no option 'layrs' \(command line\)") as raised:
        refuse_undeclared("train.py", read_words(["lr=1", "layrs=3"]), ARGPARSE)
    assert (raised.value.hint or "").startswith("did you mean 'layers'? it has ")


@pytest.mark.parametrize("source_b", [PLAIN, HYDRA, CLICK])
def test_of_other_scripts_nobody_knows_what_they_take(source_b: bytes) -> None:
    refuse_undeclared("train.py", read_words(["layrs=3"]), source_b)


def test_the_beginning_of_an_option_is_one_to_argparse() -> None:
    refuse_undeclared("train.py", read_words(["laye=3"]), ARGPARSE)


@pytest.mark.parametrize(
    "more",
    [
        b"add_more(parser)",
        b"add_more(to=parser)",
        b"parser.add_argument(f'--{name}')",
        b"parser.parse_known_args()",
        b"other = argparse.ArgumentParser()",
    ],
)
def test_and_of_no_name_where_other_code_may_declare_it(more: bytes) -> None:
    refuse_undeclared("train.py", read_words(["layrs=3"]), ARGPARSE + more + b"\n")


def test_what_files_give_has_types_of_its_own() -> None:
    given = [Given("layers", [8, 4], "a.yaml"), Given("fast", True, "a.yaml")]
    assert words_of(given, ARGPARSE) == ["--layers", "8", "4", "--fast"]


def test_where_values_come_from_is_told_by_the_names_that_the_script_has() -> None:
    given = [Given("learning-rate", 0.5, "a.yaml"), Given("lr", 0.5, "b.yaml"), *read_words(["fast=true"])]
    assert origins_of(given[:1], ARGPARSE) == {"learning_rate": "a.yaml"}
    assert origins_of(given[1:], ARGPARSE) == {"learning_rate": "b.yaml", "fast": "command line"}
    found = parameters_of(["--lr", "0.5", "--fast"], ARGPARSE, {"learning_rate": "a.yaml"})
    assert (found["learning_rate"].origin, found["fast"].origin) == ("a.yaml", "command line")


@pytest.mark.parametrize(
    ("given", "source_b", "said"),
    [
        (read_words(["fast=perhaps"]), ARGPARSE, "neither on nor off"),
        (read_nested(["a.b=2"]), ARGPARSE, "a part of a value"),
        ([Given("rate", {"a": 1}, "a.yaml")], PLAIN, "is a table"),
    ],
)
def test_what_cannot_be_given_is_refused(given: Any, source_b: bytes, said: str) -> None:
    with pytest.raises(RunError, match=said):
        words_of(given, source_b)


@pytest.mark.parametrize("source_b", [b"click = (", b"add_argument\x00", b"parser.add_argument()"])
def test_text_that_is_no_python_declares_nothing(source_b: bytes) -> None:
    assert read(source_b, "--rate", "1") == {"rate": 1}
