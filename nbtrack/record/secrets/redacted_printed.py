"""What a script prints, kept without the secrets in it."""

from __future__ import annotations

from nbtrack.record.secrets.redaction import redacted_b
from nbtrack.store.printed import Printed
from nbtrack.store.write_once import refused

_LONGEST_LINE = 65_536  # what is longer is looked at in pieces


class RedactedPrinted:
    """Keep what comes line by line, since a secret may come in two pieces.

    Raises StoreError where the disk refuses.
    """

    def __init__(self, live_folder: str) -> None:
        self._folder = live_folder
        self._rest = b""
        try:
            self._printed = Printed(live_folder)
        except OSError as error:
            raise refused(live_folder, error) from None

    def add(self, raw: bytes) -> None:
        """Take some more bytes."""
        raw = self._rest + raw
        end = len(raw) if len(raw) > _LONGEST_LINE else max(raw.rfind(b"\n"), raw.rfind(b"\r")) + 1
        self._rest = raw[end:]
        self._keep(raw[:end])

    def close(self) -> None:
        """Keep what is left of the last line."""
        try:
            self._keep(self._rest)
        finally:
            self._printed.close()

    def _keep(self, raw: bytes) -> None:
        try:
            self._printed.add(redacted_b(raw))
        except OSError as error:
            raise refused(self._folder, error) from None
