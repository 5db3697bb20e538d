"""The filter protocol, as gitattributes(5) writes it down."""

import io

import pytest

from nbtrack.errors import GitError, NbtrackError
from nbtrack.git.filter_process import serve
from nbtrack.git.pkt_line import write_content, write_lines

HELLO = ("git-filter-client", "version=2")
OFFER = ("capability=clean", "capability=smudge", "capability=delay")
WELCOME = b"0016git-filter-server\n000eversion=2\n00000015capability=clean\n0000"


def upper(path: str, content: bytes) -> bytes:
    if path == "bad.ipynb":
        raise NbtrackError("it is bad")
    return content.upper()


def answer(*files: tuple[str, str, bytes], hello: tuple[str, ...] = HELLO) -> tuple[bytes, list[str]]:
    source, sink = io.BytesIO(), io.BytesIO()
    write_lines(source, *hello)
    write_lines(source, *OFFER)
    for command, path, content in files:
        write_lines(source, f"command={command}", f"pathname={path}", "can-delay=1")
        write_content(source, content)
    source.seek(0)
    refusals: list[str] = []
    serve(source, sink, {"clean": upper}, lambda error: refusals.append(error.message))
    return sink.getvalue(), refusals


def test_only_what_is_known_is_taken_up_from_the_offer() -> None:
    assert answer() == (WELCOME, [])


def test_files_are_answered_one_after_the_other() -> None:
    wire, _ = answer(("clean", "a.ipynb", b"abc"), ("clean", "b.ipynb", b""))
    success = b"0013status=success\n0000"
    assert wire == WELCOME + success + b"0007ABC" + b"0000" + b"0000" + success + b"0000" + b"0000"


def test_a_refusal_is_about_one_file_and_the_next_is_converted() -> None:
    wire, refusals = answer(("clean", "bad.ipynb", b"abc"), ("clean", "a.ipynb", b"d"))
    assert wire.startswith(WELCOME + b"0011status=error\n0000" + b"0013status=success\n0000" + b"0005D")
    assert refusals == ["it is bad"]


def test_what_was_never_offered_is_aborted_for_good() -> None:
    wire, _ = answer(("smudge", "a.ipynb", b"abc"))
    assert wire == WELCOME + b"0011status=abort\n0000"


@pytest.mark.parametrize("hello", [("git-filter-client", "version=3"), ("hello",), ()])
def test_another_protocol_is_an_error_that_says_who_calls_this(hello: tuple[str, ...]) -> None:
    with pytest.raises(GitError, match="not git's filter protocol") as caught:
        answer(hello=hello)
    assert caught.value.hint
    assert "nbtrack git install" in caught.value.hint


def test_a_hang_up_in_the_middle_of_a_file_is_an_error() -> None:
    source = io.BytesIO()
    write_lines(source, *HELLO)
    write_lines(source, *OFFER)
    write_lines(source, "command=clean", "pathname=a.ipynb")
    source.write(b"0009ab")
    source.seek(0)
    with pytest.raises(GitError, match="middle of a packet"):
        serve(source, io.BytesIO(), {"clean": upper}, lambda error: None)
