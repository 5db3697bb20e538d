"""Packets as git sends them: four hex digits with the length, themselves included, then the bytes.

A packet of length zero is a flush, which ends a list or a content. The format is git's
`gitprotocol-common`, "pkt-line Format".
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_FLUSH = b"0000"
_HEAD = 4
MOST = 65516  # bytes of content in one packet


class ProtocolError(Exception):
    """The other side does not speak as git does, or went away in the middle of a packet."""


def read_content(stream: BinaryIO) -> bytes:
    """Read packets up to a flush, as one content."""
    return b"".join(_packets(stream))


def read_lines(stream: BinaryIO) -> list[str] | None:
    """Read a list of texts up to a flush; None where the other side has hung up before the first."""
    try:
        return [packet.removesuffix(b"\n").decode("utf-8", "surrogateescape") for packet in _packets(stream)]
    except EOFError:
        return None


def write_content(stream: BinaryIO, content: bytes) -> None:
    """Write a content and the flush that ends it."""
    view = memoryview(content)
    for start in range(0, len(content), MOST):
        part = view[start : start + MOST]
        stream.write(b"%04x" % (len(part) + _HEAD))
        stream.write(part)
    stream.write(_FLUSH)


def write_lines(stream: BinaryIO, *lines: str) -> None:
    """Write a list of texts and the flush that ends it."""
    for line in lines:
        raw = line.encode("utf-8", "surrogateescape") + b"\n"
        stream.write(b"%04x%b" % (len(raw) + _HEAD, raw))
    stream.write(_FLUSH)


def _packets(stream: BinaryIO) -> Iterator[bytes]:
    first = True
    while True:
        head = stream.read(_HEAD)
        if first and not head:
            raise EOFError
        first = False
        length = _length(head)
        if not length:
            return
        packet = stream.read(length - _HEAD)
        if len(packet) < length - _HEAD:
            raise ProtocolError("the end came in the middle of a packet")
        yield packet


def _length(head: bytes) -> int:
    try:
        length = int(head, 16) if len(head) == _HEAD else -1
    except ValueError:
        length = -1
    if length < 0 or 0 < length < _HEAD:
        raise ProtocolError(f"{head!r} is no length of a packet")
    return length
