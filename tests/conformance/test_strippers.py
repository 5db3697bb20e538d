"""`nbtrack strip` means what nb-clean, nbwipers and nbstripout-fast mean, for every option that they have."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbtrack.cli.commands import strip as command
from nbtrack.cli.parsing import parse as parse_words
from nbtrack.cli.strip.options import policy_for
from nbtrack.notebook.document import parse
from nbtrack.notebook.splice import apply_edits
from nbtrack.notebook.strip.plan import strip_edits
from nbtrack.settings import Settings
from tests.conformance.corpus import DIFFERENT, needs_notebooks
from tests.making import code, markdown, notebook_b, outputs, result, stream

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "how-to" / "migrate.md").read_text()
STDIN = {
    "nb-clean": ["clean"],
    "nbwipers": ["clean", "-", "--isolated"],
    "nbstripout-fast": ["--ignore-git-nb-config"],
}
# What they do by themselves, in our options.
KEPT = "--keep-metadata metadata.trusted --keep-metadata metadata.vscode"
NB_CLEAN = f"{KEPT} --keep-metadata metadata.widgets"
CELLS, VERSION = "--drop-metadata cell.metadata.*", "--kernel version"
CLEAN = f"{NB_CLEAN} {CELLS} {VERSION}"
WIPERS = f"{KEPT} --keep-metadata metadata.orig_nbformat"
FAST = "--no-init-cells --keep-metadata metadata.trusted --keep-metadata metadata.orig_nbformat"
SAME = [
    ("nb-clean", "", CLEAN),
    (
        "nb-clean",
        "--preserve-cell-metadata",
        f"{NB_CLEAN} {VERSION} --keep-metadata cell.metadata.*",
    ),
    ("nb-clean", "--preserve-cell-metadata-field tags", f"{CLEAN} --keep-metadata cell.metadata.tags"),
    ("nb-clean", "--preserve-notebook-metadata", f"{NB_CLEAN} {CELLS}"),
    ("nb-clean", "--remove-all-notebook-metadata", f"{CELLS} --drop-metadata metadata.*"),
    ("nb-clean", "--preserve-cell-outputs", f"{CLEAN} --keep-outputs"),
    ("nb-clean", "--preserve-execution-counts", f"{CLEAN} --keep-counts"),
    (
        "nb-clean",
        "--preserve-cell-outputs --preserve-execution-counts",
        f"{CLEAN} --keep-outputs --keep-counts",
    ),
    ("nb-clean", "--remove-empty-cells", f"{CLEAN} --drop-empty"),
    ("nbwipers", "", WIPERS),
    (
        "nbwipers",
        "--extra-keys metadata.kernelspec,cell.metadata.tags",
        f"{WIPERS} --drop-metadata metadata.kernelspec --drop-metadata cell.metadata.tags",
    ),
    (
        "nbwipers",
        "--keep-keys cell.metadata.collapsed",
        f"{WIPERS} --keep-metadata cell.metadata.collapsed",
    ),
    ("nbwipers", "--keep-output", f"{WIPERS} --keep-outputs"),
    ("nbwipers", "--keep-count", f"{WIPERS} --keep-counts"),
    ("nbwipers", "--keep-output --keep-count", f"{WIPERS} --keep-outputs --keep-counts"),
    ("nbwipers", "--drop-id", f"{WIPERS} --ids drop"),
    ("nbwipers", "--sequential-id", f"{WIPERS} --ids renumber"),
    ("nbwipers", "--keep-id", WIPERS),
    ("nbwipers", "--strip-init-cell", f"{WIPERS} --no-init-cells"),
    ("nbwipers", "--strip-kernel-info", f"{WIPERS} --kernel drop"),
    ("nbwipers", "--drop-empty-cells", f"{WIPERS} --drop-empty"),
    ("nbwipers", "--drop-tagged-cells draft,b", f"{WIPERS} --drop-tag draft --drop-tag b"),
    ("nbstripout-fast", "", FAST),
    (
        "nbstripout-fast",
        "--extra-keys metadata.kernelspec",
        f"{FAST} --drop-metadata metadata.kernelspec",
    ),
    (
        "nbstripout-fast",
        "--keep-keys cell.metadata.collapsed",
        f"{FAST} --keep-metadata cell.metadata.collapsed",
    ),
    ("nbstripout-fast", "--keep-output", f"{FAST} --keep-outputs"),
    ("nbstripout-fast", "--keep-count", f"{FAST} --keep-counts"),
    ("nbstripout-fast", "--keep-output --keep-count", f"{FAST} --keep-outputs --keep-counts"),
    ("nbstripout-fast", "--drop-empty-cells", f"{FAST} --drop-empty"),
]


def program_path(name: str) -> Path:
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        pytest.skip(f"{name} has no wheel for this machine")
    return path


def theirs(program: str, words: str, raw: bytes) -> Any:
    """Return what a program makes of a notebook, None where it refuses it."""
    asked = [str(program_path(program)), *STDIN[program], *words.split()]
    done = subprocess.run(asked, input=raw, capture_output=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 and done.stdout.strip() else None


def ours(words: str, raw: bytes) -> Any:
    args = parse_words(command.COMMAND, [*words.split(), "a.ipynb"])
    book = parse(raw)
    return json.loads(apply_edits(book, strip_edits(book, policy_for(args, Settings({}, {})))))


def without_differences(program: str, words: str, data: Any) -> Any:
    """Take out what the docs name: null counts that nbwipers gives to streams, blank cells of nb-clean."""
    if "--remove-empty-cells" in words:
        data["cells"] = [cell for cell in data["cells"] if "".join(cell["source"]).strip()]
    for cell in data["cells"] if program == "nbwipers" else ():
        for output in cell.get("outputs", ()):
            if output["output_type"] != "execute_result":
                output.pop("execution_count", None)
    return data


def come_out_the_same(program: str, words: str, own: str, raw: bytes) -> None:
    expected = theirs(program, words, raw)
    if expected is not None:
        assert ours(own, raw) == without_differences(program, words, expected)


@needs_notebooks
@pytest.mark.parametrize(("program", "words", "own"), SAME, ids=lambda text: text[-60:] or "-")
def test_real_notebooks_come_out_the_same(program: str, words: str, own: str) -> None:
    for path in DIFFERENT[::3]:
        come_out_the_same(program, words, own, path.read_bytes())


# Without marks: nb-clean heeds none, and nbstripout-fast takes `false` for true.
cell_metadata = st.fixed_dictionaries(
    {},
    optional={
        "collapsed": st.booleans(),
        "scrolled": st.booleans(),
        "tags": st.lists(st.sampled_from(["a", "b", "draft"]), unique=True, max_size=2),
        "execution": st.just({"iopub.status.busy": "2024"}),
        "slideshow": st.just({"slide_type": "slide"}),
    },
)
made = st.builds(
    notebook_b,
    st.builds(
        code,
        st.sampled_from(["", " ", "x = 1", "a\nb"]),
        outputs=st.lists(outputs, max_size=3),
        count=st.none() | st.integers(1, 99),
        metadata=cell_metadata,
    ),
    st.builds(markdown, st.sampled_from(["", "text"]), metadata=cell_metadata),
    minor=st.sampled_from([4, 5]),
    metadata=st.fixed_dictionaries(
        {},
        optional={
            "kernelspec": st.just({"name": "python3", "display_name": "Python 3", "language": "python"}),
            "language_info": st.just({"name": "python", "version": "3.11.4", "mimetype": "text/x-python"}),
            "vscode": st.just({"interpreter": {"hash": "1"}}),
            "widgets": st.just({"application/vnd.jupyter.widget-state+json": {"state": {}}}),
            "orig_nbformat": st.just(4),
            "signature": st.just("sha256:1"),
            "title": st.just("A title"),
        },
    ),
)


@settings(max_examples=150, deadline=None)
@given(raw=made, case=st.sampled_from(SAME))
def test_made_notebooks_come_out_the_same(raw: bytes, case: tuple[str, str, str]) -> None:
    come_out_the_same(*case, raw)


@pytest.mark.parametrize("lines", [["a Warning\n"], ["x\n", "Warning: y"], ["nothing\n"]])
def test_outputs_with_a_text_leave_as_with_nbstripout_fast(lines: list[str]) -> None:
    texts: list[dict[str, Any]] = [stream("") | {"text": lines}, result({"text/plain": lines}, 1)]
    for output in texts:
        raw = notebook_b(code("x", outputs=[output]))
        expected = theirs("nbstripout-fast", "--keep-output --strip-regex Warning", raw)
        assert ours(f"{FAST} --keep-outputs --drop-matching Warning", raw) == expected


@pytest.mark.parametrize("program", STDIN)
def test_made_notebooks_are_not_refused(program: str) -> None:
    assert theirs(program, "", notebook_b(code("x", count=1), minor=5)) is not None


@pytest.mark.parametrize("program", STDIN)
def test_the_table_for_those_who_switch_names_every_option(program: str) -> None:
    table = PAGE.partition(f"## {program}\n")[2].partition("\n## ")[0]
    named = {option for row in table.splitlines() if "|" in row for option in _options(row.split("|")[1])}
    assert options_of(program)
    assert options_of(program) <= named


@cache
def options_of(program: str) -> frozenset[str]:
    """Return the long options of a program and its commands, by its own help."""
    commands = {"nb-clean": ["clean", "check"], "nbwipers": ["clean", "clean-all", "check"]}
    texts = [_help(program), *(_help(program, name) for name in commands.get(program, ()))]
    return frozenset(
        option for text in texts for line in text.split("\n") for option in _options(line) if _declares(line)
    ) - {"--help", "--version"}


def _help(program: str, *words: str) -> str:
    asked = [str(program_path(program)), *words, "--help"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def _declares(line: str) -> bool:
    return re.match(r"\s+(-\w, )?--[a-z]", line) is not None


def _options(text: str) -> list[str]:
    return re.findall(r"(?<![\w-])--[a-z][\w-]*", text)
