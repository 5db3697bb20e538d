"""Code is stored without its secrets, and gets them back where a file that is there has them."""

import pytest

from nbtrack.errors import RunError
from nbtrack.notebook.document import parse
from nbtrack.record.secrets.clean_version import clean_version
from nbtrack.record.secrets.secret_filling import filled_as_far, filled_file, filled_patch
from nbtrack.record.secrets.source_redaction import MARK, redacted_patch, redacted_source, secrets_in
from tests.making import code, notebook_b

# Put together here, so that no scanner takes this file for a leak.
TOKEN, OTHER = ("gh" + "p_" + text * 4 for text in ("q8Zk3vXm5", "Tr7Hy2Nw4"))
BODY = "\n".join("q8Zk3vXm5TrW" * 5 for _ in range(3))
KEY = "-----BEGIN " + f"RSA PRIVATE KEY-----\n{BODY}\n-----END"


@pytest.mark.parametrize(("text", "secret"), [(TOKEN, TOKEN), (KEY, BODY[:20])])
def test_code_without_secrets_has_the_lines_that_it_had(text: str, secret: str) -> None:
    source = f'first = 1\nkey = """{text}"""\nlast = 2\n'
    clean = redacted_source(source)
    assert secret not in clean
    assert MARK in clean
    assert clean.count("\n") == source.count("\n")
    assert clean.endswith('"""\nlast = 2\n')
    assert redacted_source("x = 1") == "x = 1"


@pytest.mark.parametrize("path", ["a.py", "a.ipynb"])
def test_a_file_gets_its_secrets_back_from_another_version_of_it(path: str) -> None:
    def content(token: str, more: str) -> bytes:
        cells = f'token = "{token}"', more
        return notebook_b(*map(code, cells)) if path.endswith("b") else "\n".join(cells).encode()

    raw = content(TOKEN, "x = 1")
    recorded = clean_version(path, raw)
    assert TOKEN.encode() not in recorded
    assert filled_file(path, recorded, [None, raw]) == raw
    assert filled_file(path, recorded, [content(TOKEN, "x = 2")]) == raw
    assert filled_file(path, recorded, [content(TOKEN, "x = 2"), content(OTHER, "x = 2")]) == raw
    where = "cell 1" if path.endswith("b") else "line 1"
    assert filled_as_far(path, recorded, [content("", "x = 1")]) == (recorded, (where,))
    with pytest.raises(RunError, match=f"{where} held a secret"):
        filled_file(path, recorded, [b"<<<<"])


def test_what_two_lines_could_stand_for_is_not_guessed() -> None:
    two = f'token = "{TOKEN}"\nx = 1\ntoken = "{OTHER}"\n'.encode()
    recorded = clean_version("a.py", two)
    assert filled_file("a.py", recorded, [two]) == two
    assert filled_as_far("a.py", recorded, [two + b"y = 2\n"])[1] == ("line 1", "line 3")


def test_a_patch_is_stored_without_the_secrets_of_either_side_and_applies_with_them() -> None:
    patch = (
        "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@ def f():\n"
        f' x = 1\n-token = "{TOKEN}"\n+token = "{OTHER}"\n y = 2\n'
    ).encode()
    recorded = redacted_patch(patch)
    assert not {TOKEN, OTHER} & secrets_in(recorded.decode())
    assert recorded.count(MARK.encode()) == 2
    old, new = (f'x = 1\ntoken = "{token}"\ny = 2\n'.encode() for token in (TOKEN, OTHER))
    assert filled_patch(recorded, [old], [new]) == patch
    plain = b"diff --git a/a b/a\n@@ -1 +1 @@\n-1\n+2\n"
    assert redacted_patch(plain) is plain


def test_a_notebook_without_secrets_stays_itself() -> None:
    raw = notebook_b(code("x = 1"))
    assert clean_version("a.ipynb", raw) == raw
    assert parse(raw, "a.ipynb").cells
