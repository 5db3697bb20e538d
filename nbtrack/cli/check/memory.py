"""Look at notebooks, and remember what was found.

What runs rules is imported for the first notebook that is not remembered.
"""

from __future__ import annotations

from nbtrack.cli.check.folder import Folders
from nbtrack.errors import NbtrackError
from nbtrack.notebook.files import STDIN, read
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.stamp import is_settled, stamp_of
from nbtrack.report.result import Checked
from nbtrack.rules.cache.codec import packed, unpacked
from nbtrack.rules.cache.signature import digest_of, program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.check.crashes import Crashes
    from nbtrack.cli.check.folder import Folder
    from nbtrack.cli.check.setup import Setup, Setups
    from nbtrack.cli.check.ways import Way
    from nbtrack.notebook.document import Notebook, Reader
    from nbtrack.rules.cache.table import Table

    Entries = list[tuple[bytes, bytes]]


class Memory:
    """What is known of notebooks: by their stat, else by their bytes; else they are looked at.

    `reader` is what reads those; whoever knows how many they are can choose a faster one.
    """

    __slots__ = (
        "_crashes",
        "_folders",
        "_located",
        "_setups",
        "_table",
        "reader",
    )

    def __init__(self, setups: Setups, table: Table | None, *, located: bool) -> None:
        self._setups = setups
        self._crashes: Crashes | None = None
        self._table = table
        self.reader: Reader = parse_bytes
        self._located = located
        self._folders = Folders(setups, None if table is None else program(), located)

    def recall(self, path: str) -> Checked | None:
        """Return what was found in a file that nobody has written since, without reading it."""
        if self._table is None or path == STDIN:
            return None
        folder = self._folders.of(path)
        stamp, _, digest = (self._table.get(folder.stamp_key(path)) or b"").partition(b" ")
        return self._known(path, digest, folder) if stamp and stamp == stamp_of(path) else None

    def look(self, path: str) -> tuple[Checked, Entries]:
        """Read a file; return what is found in it, and what to remember."""
        from nbtrack.cli.check.files import check_file

        stamp = None if self._table is None or path == STDIN else stamp_of(path)
        if stamp is None:
            return check_file(path, self._setups, self._way([]), self.reader), []
        if not is_settled(stamp):  # asked before reading, as another write may come in between
            stamp = b""
        if known := self._by_bytes(path):
            checked, digest = known
            return checked, self._stat_entry(path, stamp, digest)
        entries: Entries = []
        digests: list[bytes] = []
        checked = check_file(path, self._setups, self._way(digests), self.reader)
        for digest in digests:
            entries += self._stat_entry(path, stamp, digest) + self._result(path, digest, checked)
        return checked, entries

    def keep(self, entries: Entries) -> None:
        """Remember something; `look` may have found it out in another process."""
        if self._table is not None:
            for key, value in entries:
                self._table.put(key, value)

    def save(self) -> None:
        """Write down what is new."""
        if self._table is not None:
            self._table.save()

    def _way(self, digests: list[bytes]) -> Way:
        """Return `look` for one notebook, and have it tell of which bytes it spoke."""
        from nbtrack.cli.check.crashes import Crashes
        from nbtrack.cli.check.ways import look

        crashes = self._crashes = self._crashes or Crashes()

        def way(_: str, notebook: Notebook, setup: Setup) -> Checked:
            if self._table is not None:
                digests.append(digest_of(notebook.raw))
            return look(notebook, setup, crashes, locates=self._located)

        return way

    def _by_bytes(self, path: str) -> tuple[Checked, bytes] | None:
        if self._table is None or self._table.was_empty:
            return None
        try:
            digest = digest_of(read(path))
        except NbtrackError:
            return None  # `check_file` says why
        known = self._known(path, digest, self._folders.of(path))
        return (known, digest) if known else None

    def _known(self, path: str, digest: bytes, folder: Folder) -> Checked | None:
        signed = folder.signature(path)
        raw = self._table.get(digest + signed) if self._table and signed else None
        return _checked(path, raw, folder) if raw else None

    def unpacked(self, path: str, raw: bytes) -> Checked | None:
        """Return what `packed` made of what was found in a file, None where it cannot be used."""
        return _checked(path, raw, self._folders.of(path))

    def _result(self, path: str, digest: bytes, checked: Checked) -> Entries:
        signed = self._folders.of(path).signature(path)
        if signed is None or not checked.is_lasting:
            return []
        return [(digest + signed, packed(checked.findings, checked.file_lines))]

    def _stat_entry(self, path: str, stamp: bytes, digest: bytes) -> Entries:
        if stamp != stamp_of(path):
            return []
        return [(self._folders.of(path).stamp_key(path), stamp + b" " + digest)]


def _checked(path: str, raw: bytes, folder: Folder) -> Checked | None:
    found = unpacked(raw, folder.rules)
    return Checked(path, found[0], file_lines=found[1]) if found else None
