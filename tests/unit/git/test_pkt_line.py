"""Packets go over the wire as git writes and reads them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.git.pkt_line import MOST, ProtocolError, read_content, read_lines, write_content, write_lines


@pytest.mark.parametrize("length", [0, 1, MOST - 1, MOST, MOST + 1, 3 * MOST])
def test_a_content_of_any_length_comes_back(length: int) -> None:
    content = bytes(index % 251 for index in range(length))
    wire = io.BytesIO()
    write_content(wire, content)
    wire.seek(0)
    assert read_content(wire) == content
    assert not wire.read()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)))
def test_lines_come_back_whatever_is_in_them(lines: list[str]) -> None:
    wire = io.BytesIO()
    write_lines(wire, *lines)
    wire.seek(0)
    assert read_lines(wire) == lines


def test_a_packet_says_its_own_length_in_hex() -> None:
    wire = io.BytesIO()
    write_lines(wire, "status=success")
    assert wire.getvalue() == b"0013status=success\n0000"


def test_a_path_that_is_no_utf8_comes_back_as_the_system_names_it() -> None:
    assert read_lines(io.BytesIO(b"0010pathname=\xff\n\n0000")) == ["pathname=\udcff\n"]


def test_an_end_between_packets_is_a_hang_up() -> None:
    assert read_lines(io.BytesIO(b"")) is None


@pytest.mark.parametrize("wire", [b"0009ab", b"00", b"zzzz", b"0003", b"0005a"])
def test_what_is_no_packet_is_refused(wire: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_content(io.BytesIO(wire))
