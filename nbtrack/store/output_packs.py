"""All packs of one store: what is in them, and a new one for this process."""

from __future__ import annotations

import os

from nbtrack.store.output_pack import SUFFIX, Pack, PackWriter, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nbtrack.store.output_version import Version

FOLDER = "packs"


class OutputPacks:
    """The packs in a folder, which need not be there."""

    __slots__ = ("_packs", "_writer", "folder")

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._packs: dict[str, Pack] = {}
        self._writer: PackWriter | None = None

    def add(self, path: str, clean: str, digest: str, packed: bytes) -> None:
        """Add a version to this process's pack; raises OSError."""
        if self._writer and self._writer.is_gone:
            self.close()
        if self._writer is None:
            os.makedirs(self.folder, exist_ok=True)
            self._writer = PackWriter(self.folder)
            self._packs[self._writer.pack.file] = self._writer.pack
        self._writer.add(path, clean, digest, packed)

    def close(self) -> None:
        """Let others have this process's pack."""
        if self._writer:
            self._writer.close()
            self._writer = None

    def find(self, clean: str, digest: str) -> Version | None:
        """Return a version, None where no pack has it."""
        for pack in self._read():
            version = pack.by_clean.get(clean, {}).get(digest)
            if version:
                return version
        return None

    def versions(self) -> Iterator[Version]:
        """Yield all versions in packs."""
        for pack in self._read():
            yield from pack.versions

    def versions_of(self, clean: str) -> Iterator[Version]:
        """Yield the versions of one content without outputs."""
        for pack in self._read():
            yield from pack.by_clean.get(clean, {}).values()

    def forget(self, leaving: Collection[tuple[str, str]]) -> None:
        """Delete versions, by their digests clean and full, from all packs; raises OSError."""
        self.close()
        for pack in self._read():
            if not any((one.clean, one.digest) in leaving for one in pack.versions):
                continue
            try:
                without(pack, leaving)
            except FileNotFoundError:  # somebody else has written it anew
                self.forget(leaving)
                return

    def _read(self) -> list[Pack]:
        """Return the packs that are there now, read as far as they go."""
        found: dict[str, Pack] = {}
        for file in self._files():
            pack = self._packs.get(file) or Pack(file)
            try:
                pack.read_on()
            except OSError:  # gone since it was listed, or not ours to read
                continue
            found[file] = pack
        self._packs = found
        return list(found.values())

    def _files(self) -> list[str]:
        try:
            names = os.listdir(self.folder)
        except OSError:  # there are none, or they are not ours to read
            return []
        return [os.path.join(self.folder, name) for name in names if name.endswith(SUFFIX)]
