from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.compression import compress, compress_parts, decompress
from tests.unit.store import zstandard
from tests.unit.store.zstandard import zstd

BYTES = st.binary(max_size=1000)


@given(BYTES, st.sampled_from((1, 3, 6)))
def test_what_a_compressor_did_before_makes_no_difference(raw: bytes, level: int) -> None:
    assert compress(raw, level) == compress(raw, level) == zstd.compress(raw, level)


@given(st.lists(BYTES, min_size=1), BYTES)
def test_parts_come_back_as_one(parts: list[bytes], other: bytes) -> None:
    packed = compress_parts(parts, 3)
    compress(other, 3)
    assert decompress(packed) == b"".join(parts)
    assert compress_parts(parts, 3) == packed


@pytest.mark.parametrize("size", [(1 << 17) - 1, 1 << 17, (1 << 17) + 1])
def test_large_and_small_are_packed_alike(size: int) -> None:
    raw = bytes(range(256)) * (size // 256 + 1)
    assert decompress(compress(raw[:size])) == raw[:size]


def test_threads_do_not_mix_their_parts() -> None:
    texts = [[bytes([number]) * 5000, bytes([number + 100]) * 5000] for number in range(50)]
    with ThreadPoolExecutor(8) as pool:
        packed = list(pool.map(lambda parts: compress_parts(parts, 3), texts * 4))
    assert [decompress(one) for one in packed] == [b"".join(parts) for parts in texts * 4]


def test_a_python_that_was_built_without_zstd_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = compress(b"x", 1)
    monkeypatch.setitem(sys.modules, zstandard.NAME, None)
    for package in ("backports", "compression"):
        if package in sys.modules:
            monkeypatch.delattr(sys.modules[package], "zstd", raising=False)
    with pytest.raises(StoreError, match="has no Zstandard"):
        decompress(packed)
