"""Under the same settings a pair made here is the pair that jupytext makes, and jupytext finds it in step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jupytext
import pytest
from jupytext.cli import jupytext as jupytext_program

from nbtrack.cli.sync.plan import plan_pair
from nbtrack.notebook.document import parse
from nbtrack.pairing.formats import parse_formats
from nbtrack.pairing.joining import plan_join
from nbtrack.pairing.pairs import pairs_of
from nbtrack.pairing.status import IN_STEP
from nbtrack.pairing.sync import carry_out, write_change
from tests.making import code, markdown, notebook_b, stream

if TYPE_CHECKING:
    from pathlib import Path

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELLS = (
    markdown("# Title\n\ntext"),
    code("%matplotlib inline\nimport math", metadata={"mine": 1, "tags": ["parameters"]}),
    code("%%bash\nls", outputs=[stream("a\n")]),
    code("def f():\n    return 1\n\n\nf()", count=1),
)
SETTINGS = {
    "none": "",
    "no header": 'notebook_metadata_filter = "-all"',
    "all metadata": 'notebook_metadata_filter = "all"',
    "no metadata of cells": 'cell_metadata_filter = "-all"',
    "tags only": 'cell_metadata_filter = "tags,-all"',
    "a heading is a cell": "split_at_heading = true",
    "strings around Markdown": 'cell_markers = \'"""\'',
    "magics as they are": "comment_magics = false",
    "a language magic": 'custom_cell_magics = "mine"',
}
FORMATS = (
    "py:percent",
    "py:light",
    "py:hydrogen",
    "md",
    "md:myst",
    "Rmd",
    "scripts//py:percent",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").touch()
        metadata = {"kernelspec": KERNEL, "language_info": {"name": "python", "file_extension": ".py"}}
        (tmp_path / name / "nb.ipynb").write_bytes(notebook_b(*CELLS, metadata=metadata))
    return tmp_path


def texts(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("nb.*")
        if path.suffix != ".ipynb"
    }


def pair_both(folder: Path, formats: str) -> None:
    """Pair the same notebook here and with jupytext."""
    path = str(folder / "ours" / "nb.ipynb")
    for change in plan_join(path, parse_formats(formats), None).changes:
        write_change(change)
    jupytext_program(["--quiet", "--set-formats", formats, str(folder / "theirs" / "nb.ipynb")])


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_settings_shape_the_text_alike(folder: Path, setting: str) -> None:
    for name in ("ours", "theirs"):
        (folder / name / "jupytext.toml").write_text(setting)
    pair_both(folder, "ipynb,py:percent")
    assert texts(folder / "ours") == texts(folder / "theirs")
    (pair,) = pairs_of(str(folder / "ours" / "nb.ipynb"))
    assert plan_pair(pair).status.verdict == IN_STEP


@pytest.mark.parametrize("fmt", FORMATS)
def test_formats_are_written_alike(folder: Path, fmt: str) -> None:
    pair_both(folder, f"ipynb,{fmt}")
    assert texts(folder / "ours") == texts(folder / "theirs")


def test_a_notebook_from_a_text_without_a_header_gets_one(folder: Path) -> None:
    filters = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "-all"}
    for path in folder.glob("*/nb.ipynb"):
        path.write_bytes(notebook_b(*CELLS, metadata={"jupytext": filters, "kernelspec": KERNEL}))
    pair_both(folder, "ipynb,py:percent")
    assert texts(folder / "ours") == texts(folder / "theirs")
    assert "formats: ipynb,py:percent" in (folder / "ours" / "nb.py").read_text()


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_pair_of_jupytext_is_in_step_and_goes_both_ways(folder: Path, fmt: str) -> None:
    path = folder / "theirs" / "nb.ipynb"
    jupytext_program(["--quiet", "--set-formats", f"ipynb,{fmt}", str(path)])
    (pair,) = pairs_of(str(path))
    assert plan_pair(pair).status.verdict == IN_STEP
    carry_out(plan_pair(pair))
    text = next((folder / "theirs").rglob(f"nb{pair.fmt.extension}"))
    text.write_text(text.read_text().replace("return 1", "return 2"))
    carry_out(plan_pair(pair))
    assert json.loads(path.read_bytes())["cells"][2]["outputs"] == [stream("a\n")]
    assert "return 2" in parse(path.read_bytes()).cells[3].source
    again = jupytext.writes(jupytext.read(path), pair.fmt.short.rpartition("/")[2])
    assert again.rstrip("\n") == text.read_text().rstrip("\n")


def test_settings_that_pair_are_understood_alike(folder: Path) -> None:
    for name in ("ours", "theirs"):
        root = folder / name
        (root / "jupytext.toml").write_text('[formats]\n"books/" = "ipynb"\n"src/" = "py:percent"')
        (root / "books" / "a").mkdir(parents=True)
        (root / "nb.ipynb").rename(root / "books" / "a" / "nb.ipynb")
    (pair,) = pairs_of(str(folder / "ours" / "books" / "a" / "nb.ipynb"))
    carry_out(plan_pair(pair))
    jupytext_program(["--quiet", "--sync", str(folder / "theirs" / "books" / "a" / "nb.ipynb")])
    assert texts(folder / "ours") == texts(folder / "theirs")


def cells_of(path: Path) -> list[dict[str, object]]:
    cells: list[dict[str, object]] = json.loads(path.read_bytes())["cells"]
    return cells


@pytest.mark.parametrize("fmt", FORMATS)
def test_after_a_sync_here_jupytext_finds_nothing_to_do_and_the_other_way_round(
    folder: Path, fmt: str
) -> None:
    path = folder / "ours" / "nb.ipynb"
    for change in plan_join(str(path), parse_formats(f"ipynb,{fmt}"), None).changes:
        write_change(change)
    (pair,) = pairs_of(str(path))
    carry_out(plan_pair(pair))
    text = next((folder / "ours").rglob(f"nb{pair.fmt.extension}"))
    text.write_text(text.read_text().replace("return 1", "return 2"))
    carry_out(plan_pair(pair))
    here = cells_of(path), text.read_text()
    jupytext_program(["--quiet", "--sync", str(path)])
    assert (cells_of(path), text.read_text()) == here

    text.write_text(text.read_text().replace("import math", "import maths"))
    jupytext_program(["--quiet", "--sync", str(path)])
    there = path.read_bytes(), text.read_bytes()
    plan = plan_pair(pair)
    carry_out(plan)
    assert (plan.status.verdict, path.read_bytes(), text.read_bytes()) == (IN_STEP, *there)
    assert "import maths" in parse(there[0]).cells[1].source


@pytest.mark.parametrize("fmt", FORMATS)
def test_edits_of_both_sides_are_merged_in_every_format(folder: Path, fmt: str) -> None:
    path = folder / "ours" / "nb.ipynb"
    for change in plan_join(str(path), parse_formats(f"ipynb,{fmt}"), None).changes:
        write_change(change)
    (pair,) = pairs_of(str(path))
    carry_out(plan_pair(pair))
    text = next((folder / "ours").rglob(f"nb{pair.fmt.extension}"))
    text.write_text(text.read_text().replace("return 1", "return 2"))
    path.write_text(path.read_text().replace("import math", "import maths"))
    carry_out(plan_pair(pair))
    book = parse(path.read_bytes())
    assert "return 2" in book.cells[3].source
    assert "import maths" in book.cells[1].source
    assert jupytext.writes(jupytext.read(path), fmt.rpartition("/")[2]).rstrip(
        "\n"
    ) == text.read_text().rstrip("\n")


def test_a_language_in_the_metadata_of_markdown_is_no_magic(folder: Path) -> None:
    path = folder / "ours" / "nb.ipynb"
    metadata = {"kernelspec": KERNEL, "jupytext": {"formats": "ipynb,py:percent"}}
    path.write_bytes(notebook_b(markdown("# Title", metadata={"language": "markdown"}), metadata=metadata))
    (pair,) = pairs_of(str(path))
    carry_out(plan_pair(pair))
    path.unlink()
    carry_out(plan_pair(pair))  # jupytext would put `%%markdown` in front
    assert [cell.source for cell in parse(path.read_bytes()).cells] == ["# Title"]
