"""Read the scalars in TensorBoard's event files.

A file is TensorFlow's records (https://www.tensorflow.org/tutorials/load_data/tfrecord): length, checksum,
content, checksum. Each is an `Event` in protobuf's wire format, of which a few fields are read here
(tensorboard/compat/proto/event.proto, summary.proto, tensor.proto); the package itself is heavy.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    Field = tuple[int, "int | bytes"]

_LENGTH = struct.Struct("<Q4x")
_CHECKSUM_BYTES = 4
_MOST_BYTES = (
    1 << 26
)  # of a record that is looked into: scalars take a few dozen, and a picture may stand beside
_LONGEST_BYTES = 1 << 31  # of a message in protobuf
_WALL_TIME, _STEP, _SUMMARY = 1, 2, 5  # of Event
_VALUE = 1  # of Summary
_TAG, _SIMPLE, _TENSOR = 1, 2, 8  # of Summary.Value
_DTYPE, _SHAPE, _CONTENT = 1, 2, 4  # of TensorProto
# How a DataType's numbers are packed in the content, and which field has them else, whole ones as varints.
_PACKED = {1: ("<f", 5), 2: ("<d", 6), 3: ("<i", 7), 9: ("<q", 10)}
_WHOLE = ("<i", "<q")
_VARINT, _EIGHT_BYTES, _SIZED, _FOUR_BYTES = 0, 1, 2, 5  # wire types


class Scalar(NamedTuple):
    """One point: what it is called, when it was written, in seconds since the epoch."""

    tag: str
    value: float
    step: int
    at: float


class _Torn(Exception):  # noqa: N818 - says what the bytes are
    """Bytes that end too early, or are no message."""


def scalars_in(file: BinaryIO) -> Iterator[Scalar]:
    """Yield the scalars of a file, up to a record that is cut short; what is no event is passed over."""
    for record in _records(file):
        try:
            yield from _scalars(record)
        except (_Torn, struct.error, UnicodeDecodeError):
            continue


def _records(file: BinaryIO) -> Iterator[bytes]:
    """Yield one record after the other: a training of weeks writes gigabytes, pictures among them."""
    while len(header := file.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(header)
        if length > _MOST_BYTES:
            if length > _LONGEST_BYTES:  # these are no events
                return
            file.seek(length + _CHECKSUM_BYTES, os.SEEK_CUR)
            continue
        record = file.read(length)
        if len(record) < length or len(file.read(_CHECKSUM_BYTES)) < _CHECKSUM_BYTES:
            return
        yield record


def _scalars(event: bytes) -> Iterator[Scalar]:
    fields = dict(_fields(event))  # each stands once
    summary, at = fields.get(_SUMMARY), fields.get(_WALL_TIME)
    if not isinstance(summary, bytes) or not isinstance(at, bytes):
        return
    step = _signed(fields.get(_STEP, 0))
    for number, value in _fields(summary):
        if number == _VALUE and isinstance(value, bytes):
            parts = dict(_fields(value))
            tag, found = parts.get(_TAG), _number(parts)
            if isinstance(tag, bytes) and found is not None:
                yield Scalar(tag.decode(), found, step, struct.unpack("<d", at)[0])


def _number(value: dict[int, int | bytes]) -> float | None:
    simple, tensor = value.get(_SIMPLE), value.get(_TENSOR)
    if isinstance(simple, bytes):
        return float(struct.unpack("<f", simple)[0])
    return _of_tensor(dict(_fields(tensor))) if isinstance(tensor, bytes) else None


def _of_tensor(tensor: dict[int, int | bytes]) -> float | None:
    """Return the number of a tensor that holds one, as TensorFlow 2 writes scalars."""
    packing = _PACKED.get(_signed(tensor.get(_DTYPE, 0)))
    if packing is None or tensor.get(_SHAPE):  # a text, a picture; a vector
        return None
    layout, field = packing
    content, held = tensor.get(_CONTENT), tensor.get(field)
    if not content and layout in _WHOLE:
        number = _varint(held, 0)[0] if isinstance(held, bytes) else held
        return None if number is None else float(_signed(number))
    packed = content or held
    if not isinstance(packed, bytes) or len(packed) != struct.calcsize(layout):
        return None
    return float(struct.unpack(layout, packed)[0])


def _fields(message: bytes) -> Iterator[Field]:
    """Yield number and content of each field; raises _Torn."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if wire == _SIZED:
            size, place = _varint(message, place)
        else:
            size = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}.get(wire, len(message))
        if place + size > len(message):
            raise _Torn
        yield number, message[place : place + size]
        place += size


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """Return a number in sevens of bits, and where it ends."""
    found = shift = 0
    while place < len(message) and shift < 70:
        byte = message[place]
        place += 1
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found, place
        shift += 7
    raise _Torn


def _signed(value: int | bytes | None) -> int:
    if not isinstance(value, int):
        return 0
    value %= 2**64  # ten sevens of bits hold more
    return value - 2**64 if value >= 2**63 else value
