"""What a cell printed to one stream: as a terminal shows it in the end, and of floods the two ends."""

from __future__ import annotations

from collections import deque

from nbtrack.record.streams import settled

MOST_CHARACTERS = 8_000_000  # kept whole
END_CHARACTERS = 1_000_000  # kept of the beginning and of the end of more, each


class Stream:
    """The text of a stream, however much of it there is, in bounded memory."""

    __slots__ = (
        "_end",
        "_head",
        "_left_out",
        "_lines_left_out",
        "_most",
        "_tail",
        "_tail_size",
        "last",
        "name",
    )

    def __init__(self, name: str, most: int = MOST_CHARACTERS, end: int = END_CHARACTERS) -> None:
        self.name = name
        self.last = ""  # what came last, to show to a person
        self._most = most
        self._end = end
        self._head: str | None = None  # the beginning, once there is a flood
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._left_out = self._lines_left_out = 0

    def add(self, text: str) -> None:
        """Take some more text."""
        self.last = text[-400:]
        self._tail.append(text)
        self._tail_size += len(text)
        if self._tail_size > self._most:
            self._compact()

    @property
    def size(self) -> int:
        """Return how many characters are held."""
        return len(self._head or "") + self._tail_size

    def text(self) -> str:
        """Return what is kept, with a line in the place of what is not."""
        rest = settled("".join(self._tail))
        if self._head is None:
            return rest
        gone, end = rest[: -self._end], rest[-self._end :]
        characters, lines = self._left_out + len(gone), self._lines_left_out + gone.count("\n")
        return f"{self._head}\n[nbtrack: {characters:,} characters in {lines:,} lines left out]\n{end}"

    def _compact(self) -> None:
        """Put together what is there: a progress bar is short then, and of a flood the middle goes."""
        text = settled("".join(self._tail))
        if self._head is None and len(text) > self._most // 2:
            self._head, text = text[: self._end], text[self._end :]
        if self._head is not None and len(text) > self._end:
            gone = text[: -self._end]
            self._left_out += len(gone)
            self._lines_left_out += gone.count("\n")
            text = text[-self._end :]
        self._tail = deque([text])
        self._tail_size = len(text)
