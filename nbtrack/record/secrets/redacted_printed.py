"""What a script prints, kept without the secrets in it."""

from __future__ import annotations

from nbtrack.record.secrets.redaction import redacted_b
from nbtrack.store.printed import Printed

_LONGEST_LINE = 65_536  # what is longer is looked at in pieces


class RedactedPrinted:
    """Keep what comes line by line, since a secret may come in two pieces; raises OSError as `Printed`."""

    def __init__(self, live_folder: str) -> None:
        self._printed = Printed(live_folder)
        self._rest = b""

    def add(self, raw: bytes) -> None:
        """Take some more bytes."""
        raw = self._rest + raw
        end = len(raw) if len(raw) > _LONGEST_LINE else max(raw.rfind(b"\n"), raw.rfind(b"\r")) + 1
        self._rest = raw[end:]
        self._printed.add(redacted_b(raw[:end]))

    def close(self) -> None:
        """Keep what is left of the last line."""
        self._printed.add(redacted_b(self._rest))
        self._printed.close()
