"""Other tools are found by what they wrote into attributes files."""

from __future__ import annotations

import pytest

from nbtrack.git.other_drivers import other_drivers

KINDS = ("filter", "diff")


@pytest.mark.parametrize(
    ("line", "attribute", "can_be_replaced"),
    [
        ("*.ipynb filter=nbstripout", "filter=nbstripout", True),
        ("*.ipynb diff=ipynb", "diff=ipynb", True),
        ("*.ipynb\tdiff=jupyternotebook", "diff=jupyternotebook", True),
        ("*.ipynb filter=nb-clean diff=jupytext", "filter=nb-clean", True),
        ("notebooks/*.ipynb filter=nbwipers", "filter=nbwipers", True),
        ("*.ipynb diff=jupyternotebook merge=jupyternotebook", "diff=jupyternotebook", False),
        ("data/** filter=lfs diff=lfs -text", "filter=lfs", False),
        ("* filter=git-crypt diff=git-crypt", "filter=git-crypt", False),
    ],
)
def test_finds_who_has_the_notebooks(line: str, attribute: str, can_be_replaced: bool) -> None:
    (found,) = other_drivers(f"# a comment\n\n{line}\n", KINDS)
    assert (found.line, found.attribute, found.can_be_replaced) == (3, attribute, can_be_replaced)


@pytest.mark.parametrize(
    "line",
    [
        "# *.ipynb filter=nbstripout",
        "*.zpln filter=nbstripout",
        "*.ipynb merge=jupyternotebook",
        "*.ipynb text eol=lf",
        "*.ipynb -diff",
        "*.ipynb filter=nbtrack diff=nbtrack",
        "data/*.csv filter=lfs",
        "*.py diff=python",
        "*",
        "",
    ],
)
def test_leaves_alone_what_is_no_rival(line: str) -> None:
    assert not list(other_drivers(line, KINDS))


def test_only_the_kinds_that_are_to_be_installed_count() -> None:
    assert not list(other_drivers("*.ipynb filter=lfs", ("diff",)))
