"""Names of twins follow from prefixes and suffixes; `tests/conformance` has jupytext's own word on more."""

import pytest

from nbtrack.pairing.formats import parse_formats
from nbtrack.pairing.naming import base_of, path_of

TWINS = {
    "beside": ("ipynb,py", "/p/nb.ipynb", "/p/nb.py"),
    "suffix": ("ipynb,_nb.py", "/p/train.ipynb", "/p/train_nb.py"),
    "start of the name": ("nb_/ipynb,py", "/p/nb_train.ipynb", "/p/train.py"),
    "folder": ("notebooks//ipynb,scripts//py", "/p/notebooks/nb.ipynb", "/p/scripts/nb.py"),
    "root": ("notebooks///ipynb,scripts///py", "/p/notebooks/a/b/nb.ipynb", "/p/scripts/a/b/nb.py"),
    "deep root": ("a/b///ipynb,c///py", "/p/a/b/d/nb.ipynb", "/p/c/d/nb.py"),
    "last of two roots": ("n///ipynb,s///py", "/p/n/x/n/nb.ipynb", "/p/n/x/s/nb.py"),
    "up and down": ("ipynb,../scripts//py", "/p/q/nb.ipynb", "/p/scripts/nb.py"),
}
NO_TWINS = {
    "other folder": ("notebooks//ipynb,scripts//py", "/p/nb.ipynb"),
    "other suffix": ("_x.ipynb,py", "/p/nb.ipynb"),
    "other start": ("x_/ipynb,py", "/p/nb.ipynb"),
    "root above the settings": ("p///ipynb,s///py", "/p/nb.ipynb"),
}


@pytest.mark.parametrize(("formats", "notebook", "text"), TWINS.values(), ids=TWINS)
def test_the_text_of_a_notebook(formats: str, notebook: str, text: str) -> None:
    first, second = parse_formats(formats)
    base = base_of(notebook, first, "/p")
    assert base is not None
    assert [path_of(base, fmt) for fmt in (first, second)] == [notebook, text]


@pytest.mark.parametrize(("formats", "path"), NO_TWINS.values(), ids=NO_TWINS)
def test_a_name_that_does_not_fit(formats: str, path: str) -> None:
    assert base_of(path, parse_formats(formats)[0], "/p") is None


def test_a_root_on_one_side_only_leads_nowhere() -> None:
    notebook, text = parse_formats("notebooks///ipynb,py")
    base = base_of("/p/notebooks/nb.ipynb", notebook, None)
    assert base is not None
    assert path_of(base, text) is None
