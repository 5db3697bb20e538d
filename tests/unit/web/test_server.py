"""Where the pages are, in the words of a browser."""

from __future__ import annotations

import socket

import pytest

from nbtrack.web.server import Listening, in_address, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1"])
def test_only_this_machine_reaches_a_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "::1.example", "::ffff:127.0.0.1"])
def test_everything_else_may_be_reached(host: str) -> None:
    assert not is_loopback(host)


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        listening = Listening(found, "::1", "t" * 16, ("runs.example", "2001:db8::1"))
        port = listening.port
        assert {f"[::1]:{port}", f"127.0.0.1:{port}", f"[2001:db8::1]:{port}"} <= listening.hosts
        assert in_address("127.0.0.1") == "127.0.0.1"
        assert listening._replace(names=()).address == f"http://[::1]:{port}/?token={'t' * 16}"
