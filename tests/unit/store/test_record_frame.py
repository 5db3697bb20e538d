"""What is attached to a record stands beside its JSON, and both come back."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbtrack.errors import StoreError
from nbtrack.store.attached import attach_or_put, series_of
from nbtrack.store.compression import compress
from nbtrack.store.digest import digest_of
from nbtrack.store.record_frame import attached_in, framed, json_in
from nbtrack.store.record_json import to_json
from nbtrack.store.seal import sealed_bytes
from nbtrack.store.series import pack
from nbtrack.store.store import Store
from nbtrack.store.verify import verify
from tests.unit.store.recording import finished
from tests.unit.store.test_series import series
from tests.unit.store.zstandard import zstd

ATTACHED = st.lists(st.binary(max_size=300)).map(lambda all_: {digest_of(raw): compress(raw) for raw in all_})


@given(st.binary(max_size=300), ATTACHED)
def test_both_come_back(raw: bytes, attached: dict[str, bytes]) -> None:
    frame = framed(raw, attached)
    assert json_in(frame) == raw
    assert attached_in(frame) == attached


@given(st.binary(max_size=300), ATTACHED)
def test_any_reader_of_zstd_reads_the_json_alone(raw: bytes, attached: dict[str, bytes]) -> None:
    assert zstd.decompress(framed(raw, attached)) == raw


@given(st.binary(max_size=300), ATTACHED, st.data())
def test_a_frame_that_is_cut_short_is_damaged(
    raw: bytes, attached: dict[str, bytes], data: st.DataObject
) -> None:
    frame = framed(raw, attached)
    cut = data.draw(st.integers(0, len(frame) - 1))
    with pytest.raises(StoreError):
        json_in(frame[:cut])


def test_points_of_records_that_held_them_in_their_json_are_read(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    digest, attached = attach_or_put(store.blobs, pack({"loss": series([(0.5, 0, 1)])}))
    record = finished(series=digest)
    old = to_json(record) | {"attached": {digest: b64encode(attached[digest]).decode()}}
    path = Path(store.records.path(record.id) + ".zst")
    path.parent.mkdir(parents=True)
    path.write_bytes(compress(sealed_bytes(old)))
    assert list(verify(store)) == []
    assert list(series_of(store.get(record.id), store.blobs)["loss"].values) == [0.5]
    assert [run.id for run in store.runs()] == [record.id]


def test_points_that_are_damaged_are_told_of(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    digest, attached = attach_or_put(store.blobs, pack({"loss": series([(0.5, 0, 1)])}))
    record = finished(series=digest, attached={digest: attached[digest][:-1] + b"?"})
    store.records.put(record)
    assert [trouble.what for trouble in verify(store)] == [f"what is attached as {digest[:12]} is damaged"]
    assert "attached" not in json.loads(zstd.decompress(Path(store.records.path(record.id)).read_bytes()))
