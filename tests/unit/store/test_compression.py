from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.compression import compress, decompress
from tests.unit.store import zstandard
from tests.unit.store.zstandard import zstd

BYTES = st.binary(max_size=1000)


@given(BYTES, st.sampled_from((1, 3, 6)))
def test_what_a_compressor_did_before_makes_no_difference(raw: bytes, level: int) -> None:
    assert compress(raw, level) == compress(raw, level) == zstd.compress(raw, level)


@pytest.mark.parametrize("size", [(1 << 17) - 1, 1 << 17, (1 << 17) + 1])
def test_large_and_small_are_packed_alike(size: int) -> None:
    raw = bytes(range(256)) * (size // 256 + 1)
    assert decompress(compress(raw[:size])) == raw[:size]


def test_threads_do_not_mix_what_they_compress() -> None:
    texts = [bytes([number]) * 5000 + bytes([number + 100]) * 5000 for number in range(50)]
    with ThreadPoolExecutor(8) as pool:
        packed = list(pool.map(lambda text: compress(text, 3), texts * 4))
    assert [decompress(one) for one in packed] == texts * 4


def test_a_python_that_was_built_without_zstd_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = compress(b"x", 1)
    monkeypatch.setitem(sys.modules, zstandard.NAME, None)
    for package in ("backports", "compression"):
        if package in sys.modules:
            monkeypatch.delattr(sys.modules[package], "zstd", raising=False)
    with pytest.raises(StoreError, match="has no Zstandard"):
        decompress(packed)
