"""Look at notebooks, and remember what was found.

What runs rules is imported for the first notebook that is not remembered.
"""

from __future__ import annotations

import os

from nbtrack.errors import NbtrackError
from nbtrack.notebook.files import STDIN, read
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.stamp import is_settled, stamp_of
from nbtrack.report.result import Checked
from nbtrack.rules.cache.codec import packed, unpacked
from nbtrack.rules.cache.signature import digest_of, program, signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.check_crashes import Crashes
    from nbtrack.cli.check_setup import Setup, Setups
    from nbtrack.cli.check_ways import Way
    from nbtrack.notebook.document import Notebook, Reader
    from nbtrack.rules.cache.table import Table
    from nbtrack.rules.rule import Rule

    Entries = list[tuple[bytes, bytes]]
    Key = tuple[tuple[Rule, ...], str]


class Memory:
    """What is known of notebooks: by their stat, else by their bytes; else they are looked at.

    `reader` is what reads those; whoever knows how many they are can choose a faster one.
    """

    __slots__ = (
        *("_crashes", "_located", "_program", "_rules", "_setups", "_signatures", "_table", "_told"),
        "reader",
    )

    def __init__(self, setups: Setups, table: Table | None, *, located: bool) -> None:
        self._setups = setups
        self._crashes: Crashes | None = None
        self._table = table
        self.reader: Reader = parse_bytes
        self._located = located
        self._program = None if table is None else program()
        self._rules: dict[Setup, dict[str, Rule]] = {}
        self._told: dict[Setup, str] = {}
        self._signatures: dict[Key, bytes | None] = {}

    def recall(self, path: str) -> Checked | None:
        """Return what was found in a file that nobody has written since, without reading it."""
        if self._table is None or path == STDIN:
            return None
        stamp, _, digest = (self._table.get(_stamp_key(path)) or b"").partition(b" ")
        return self._known(path, digest) if stamp and stamp == stamp_of(path) else None

    def look(self, path: str) -> tuple[Checked, Entries]:
        """Read a file; return what is found in it, and what to remember."""
        from nbtrack.cli.check_files import check_file

        stamp = None if self._table is None or path == STDIN else stamp_of(path)
        if stamp is None:
            return check_file(path, self._setups, self._way([]), self.reader), []
        if not is_settled(stamp):  # asked before reading, as another write may come in between
            stamp = b""
        if known := self._by_bytes(path):
            checked, digest = known
            return checked, _stat_entry(path, stamp, digest)
        entries: Entries = []
        digests: list[bytes] = []
        checked = check_file(path, self._setups, self._way(digests), self.reader)
        for digest in digests:
            entries += _stat_entry(path, stamp, digest) + self._result(path, digest, checked)
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
        from nbtrack.cli.check_crashes import Crashes
        from nbtrack.cli.check_ways import look

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
        known = self._known(path, digest)
        return (known, digest) if known else None

    def _known(self, path: str, digest: bytes) -> Checked | None:
        signed = self._signature(path)
        raw = self._table.get(digest + signed) if self._table and signed else None
        return self.unpacked(path, raw) if raw else None

    def unpacked(self, path: str, raw: bytes) -> Checked | None:
        """Return what `packed` made of what was found in a file, None where it cannot be used."""
        setup = self._setups.of(path)
        if setup not in self._rules:
            self._rules[setup] = setup.by_code()
        found = unpacked(raw, self._rules[setup])
        return Checked(path, found[0], file_lines=found[1]) if found else None

    def _result(self, path: str, digest: bytes, checked: Checked) -> Entries:
        signed = self._signature(path)
        if signed is None or not checked.is_lasting:
            return []
        return [(digest + signed, packed(checked.findings, checked.file_lines))]

    def _signature(self, path: str) -> bytes | None:
        setup = self._setups.of(path)
        key = setup.rules_for(path), os.path.dirname(path)
        if key not in self._signatures:
            if setup not in self._told:
                self._told[setup] = setup.told()
            self._signatures[key] = signature(*key, self._program, self._told[setup], self._located)
        return self._signatures[key]


def _stamp_key(path: str) -> bytes:
    return b"stat" + digest_of(os.fsencode(os.path.abspath(path)))


def _stat_entry(path: str, stamp: bytes, digest: bytes) -> Entries:
    if stamp != stamp_of(path):
        return []
    return [(_stamp_key(path), stamp + b" " + digest)]
