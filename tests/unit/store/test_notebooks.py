"""A notebook in the store comes back byte for byte, and what two versions share is kept once."""

import base64
import os
from pathlib import Path

import pytest
from hypothesis import given

from nbtrack.errors import StoreError
from nbtrack.notebook.document import parse
from nbtrack.store.blobs import Blobs
from nbtrack.store.notebooks import code_digest, get_notebook, parts_of, put_notebook
from tests.making import code, notebook_b, raw_notebooks

PICTURE = base64.b64encode(os.urandom(3000)).decode()


def picture(end: str) -> dict[str, object]:
    return {"output_type": "display_data", "metadata": {}, "data": {"image/png": PICTURE + end}}


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs(str(tmp_path_factory.mktemp("blobs")))


@given(raw=raw_notebooks())
def test_any_notebook_comes_back_byte_for_byte(raw: bytes, blobs: Blobs) -> None:
    assert get_notebook(blobs, put_notebook(blobs, raw)) == raw


@pytest.mark.parametrize("end", ["", "\n"])
def test_an_image_is_kept_decoded(end: str, tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path))
    raw = notebook_b(code("draw()", outputs=[picture(end)]))
    name = put_notebook(blobs, raw)
    (_, image) = parts_of(blobs, name)
    assert blobs.get(image) == base64.b64decode(PICTURE)
    assert get_notebook(blobs, name) == raw


def test_two_versions_share_what_is_equal(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path))
    long = "x = 1  # a line\n" * 200
    first = put_notebook(blobs, notebook_b(code(long), code("draw()", outputs=[picture("")])))
    second = put_notebook(blobs, notebook_b(code(long), code("draw_again()", outputs=[picture("")])))
    assert parts_of(blobs, first)[1:] == parts_of(blobs, second)[1:]
    assert len(list(blobs.digests())) == 4


def test_a_missing_part_is_an_error_that_says_so(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path))
    name = put_notebook(blobs, notebook_b(code("draw()", outputs=[picture("")])))
    Path(blobs.path(parts_of(blobs, name)[1])).unlink()
    with pytest.raises(StoreError, match="is not in the store"):
        get_notebook(blobs, name)


def test_the_code_is_the_same_whatever_the_outputs_and_injected_parameters() -> None:
    bare = parse(notebook_b(code("x = 1")))
    ran = parse(
        notebook_b(
            code("x = 1", outputs=[picture("")]), code("x = 2", metadata={"tags": ["injected-parameters"]})
        )
    )
    assert code_digest(bare, "injected-parameters") == code_digest(ran, "injected-parameters")
    assert code_digest(bare, "injected-parameters") != code_digest(ran, "")
