"""Formats are read and written as jupytext does."""

from typing import Any

import pytest

from nbtrack.pairing.formats import Format, parse_formats, settled, short_formats

READ = {
    "ipynb": Format(".ipynb"),
    "py:percent": Format(".py", "percent"),
    "_nb.py:light": Format(".py", "light", suffix="_nb"),
    ".pct.py": Format(".py", suffix=".pct"),
    "scripts//py": Format(".py", prefix="scripts/"),
    "scripts///py:percent": Format(".py", "percent", prefix="scripts//"),
    "notebooks//start_/ipynb": Format(".ipynb", prefix="notebooks//start_"),
    "md:myst": Format(".md", "myst"),
}
ALIASES = {"notebook": ".ipynb", "script": ".auto", "markdown": ".md", "quarto": ".qmd", "rmarkdown": ".Rmd"}


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_a_format_is_read_and_written_back(text: str, expected: Format) -> None:
    assert parse_formats(text) == (expected,)
    assert expected.short == text


@pytest.mark.parametrize(("text", "extension"), ALIASES.items())
def test_names_of_formats_stand_for_extensions(text: str, extension: str) -> None:
    assert parse_formats(text)[0].extension == extension


def test_several_formats_are_separated_by_commas() -> None:
    assert short_formats(parse_formats("ipynb, py:percent ,,md")) == "ipynb,py:percent,md"


@pytest.mark.parametrize(
    ("metadata", "extension"),
    [
        ({"language_info": {"file_extension": ".py"}}, ".py"),
        ({"language_info": {"file_extension": ".r"}}, ".R"),
        ({"jupytext": {"main_language": "julia"}}, ".jl"),
        ({"kernelspec": {"language": "julia"}}, ".jl"),
    ],
)
def test_auto_is_the_extension_of_the_language(metadata: dict[str, Any], extension: str) -> None:
    assert settled(parse_formats("auto:light"), metadata) == (Format(extension, "light"),)


def test_auto_without_a_language_is_left_out() -> None:
    assert settled(parse_formats("ipynb,auto"), {}) == (Format(".ipynb"),)
