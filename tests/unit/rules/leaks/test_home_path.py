"""NBT202: a home folder names a person; the folders of containers and examples do not."""

from __future__ import annotations

import pytest

from nbtrack.rules.fixing import ALL_FIXES, SAFE
from tests.making import code, markdown, notebook, result, stream
from tests.unit.rules.asking import fixed, said

RULE = "NBT202"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "/home/jovyan/work",
        "/home/anaconda/envs",
        "/home/user/x",
        "/Users/username/x",
        "/Users/your_user_name/Library/x",
        "C:\\Users\\Public\\x",
        "https://company.net/home/ana/x",
        "~/home/ana/",
        "path/home/ana/x",
        "/home/",
        "/home/{name}/x",
        "/homes/ana/x",
        "${ROOT}/home/ana/x",
    ],
)
def test_nobody_is_named(source: str) -> None:
    assert said(RULE, notebook(code(source), markdown(source))) == []


@pytest.mark.parametrize(
    ("source", "name", "place"),
    [
        ("open('/home/ana/x')", "ana", "1:1:7"),
        ("x = 1\nopen('/Users/eva.b/x')", "eva.b", "1:2:7"),
        ('open(r"C:\\Users\\Ana\\x")', "Ana", "1:1:8"),
        ('open("C:\\\\Users\\\\Ana\\\\x")', "Ana", "1:1:7"),
        ("%cd /mnt/c/Users/ana", "ana", "1:1:5"),
        ("/home/ana", "ana", "1:1:1"),
        ('p = "/home/ana"', "ana", "1:1:6"),
    ],
)
def test_a_person_is_named(source: str, name: str, place: str) -> None:
    assert said(RULE, notebook(code(source))) == [f'{place}: the source names the home folder of "{name}"']


def test_each_name_is_found_once_in_a_text() -> None:
    assert len(said(RULE, notebook(code("'/home/ana/x', '/home/ana/y', '/home/eva/z'")))) == 2


def test_what_a_result_shows_as_text_and_as_a_page_is_said_once() -> None:
    both = result({"text/plain": "/home/ana/x", "text/html": "<b>/home/ana/x</b> <i>/home/eva/</i>"})
    assert said(RULE, notebook(code("1", outputs=[both]))) == [
        '1: output 1 shows the home folder of "ana"',
        '1: output 1 shows the home folder of "eva"',
    ]


def test_two_outputs_are_two() -> None:
    shows = notebook(code("1", outputs=[stream("/home/ana/x"), stream("/home/ana/x")]))
    assert len(said(RULE, shows)) == 2


def test_what_metadata_show_is_said_once() -> None:
    ran = {"papermill": {"input_path": "/home/ana/in.ipynb", "output_path": "/home/ana/out.ipynb"}}
    assert said(RULE, notebook(code("1"), metadata=ran)) == ['the metadata shows the home folder of "ana"']


def test_an_output_is_removed_only_when_asked() -> None:
    shows = notebook(code("1", outputs=[stream("/home/ana/x"), stream("fine")]))
    assert said(RULE, shows) == ['1: output 1 shows the home folder of "ana"']
    assert fixed(RULE, shows, SAFE).raw == shows.raw
    assert fixed(RULE, shows, ALL_FIXES).raw == notebook(code("1", outputs=[stream("fine")])).raw


def test_a_source_is_never_changed() -> None:
    named = notebook(code("'/home/ana/x'"))
    assert fixed(RULE, named, ALL_FIXES).raw == named.raw
