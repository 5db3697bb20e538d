"""Folders of absolute paths go from what outputs say, and nothing else does."""

import pytest

from nbtrack.compare.folders import outputs_without_folders, without_folders
from tests.making import code, notebook, result, stream


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("/home/ann/digits", "…/digits"),
        ("in '/tmp/a.b/c-d/e.py', line 3", "in '…/e.py', line 3"),
        ("/opt/v/lib/python3.11/site-packages/x.py:3: UserWarning: no", "…/x.py:3: UserWarning: no"),
        ('File "/a/b/<string>"', 'File "…/<string>"'),
    ],
)
def test_an_absolute_path_keeps_its_name(text: str, short: str) -> None:
    assert without_folders(text) == short


@pytest.mark.parametrize(
    "text", ["1/2", "a/b/c.py", "https://example.org/a/b", "1 / 2 / 3", "</td></tr>", "//", "~/a/b"]
)
def test_what_is_no_absolute_path_stays(text: str) -> None:
    assert without_folders(text) == text


def test_a_megabyte_of_slashes_takes_no_time() -> None:
    assert without_folders("/a" * 500_000)


def test_texts_lose_folders_and_images_stay() -> None:
    image = {"image/png": "/9j/4AAQ/SkZJ", "text/plain": "<Figure of /a/b/c.png>"}
    error = {"output_type": "error", "ename": "E", "evalue": "/a/b", "traceback": ["at /a/b/c.py"]}
    book = notebook(code("path = '/a/b/c'", outputs=[stream("/a/b/c\n"), result(image), error]))
    (cell,) = outputs_without_folders(book).cells
    printed, shown, failed = cell.outputs
    assert printed["text"] == "…/c\n"
    assert shown["data"] == {"image/png": "/9j/4AAQ/SkZJ", "text/plain": "<Figure of …/c.png>"}
    assert (failed["evalue"], failed["traceback"]) == ("…/b", ["at …/c.py"])
    assert cell.source == "path = '/a/b/c'"
    assert book.cells[0].outputs[0]["text"] == ["/a/b/c\n"]
