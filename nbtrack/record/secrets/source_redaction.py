"""Take secrets out of code before it is stored, so that it has the lines that it had.

Code without them gives another result: `secret_filling` puts them back where a file that is there has them.
"""

from __future__ import annotations

import re

from nbtrack.rules.leaks.secret_spans import kinds_in, secret_spans

MARK = "[redacted by nbtrack]"
_MOST_PASSES = 3  # what stood beside a secret may show another
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


def redacted_source(text: str) -> str:
    """Return code without secrets, in as many lines as it has."""
    for _ in range(_MOST_PASSES):
        kinds = kinds_in(text)
        spans = sorted(span for _, span in secret_spans(text, kinds)) if kinds else []
        if not spans:
            break
        parts, position = [], 0
        for start, end in spans:
            parts += [text[position:start], "\n".join([MARK] * (text.count("\n", start, end) + 1))]
            position = end
        text = "".join((*parts, text[position:]))
    return text


def secrets_in(text: str) -> set[str]:
    """Return the secrets that stand in code."""
    kinds = kinds_in(text)
    return {text[start:end] for _, (start, end) in secret_spans(text, kinds)} if kinds else set()


def redacted_source_b(raw: bytes) -> bytes:
    """Return the bytes of code without secrets."""
    text = raw.decode("utf-8", "surrogateescape")
    clean = redacted_source(text)
    return raw if clean is text else clean.encode("utf-8", "surrogateescape")


def redacted_patch(raw: bytes) -> bytes:
    """Return a patch of git's without the secrets of either side; it has the same lines."""
    text = raw.decode("utf-8", "surrogateescape")
    if not kinds_in(text):
        return raw
    lines = text.split("\n")
    place = 0
    while place < len(lines):
        match = _HUNK.match(lines[place])
        place += 1
        if match:
            end = _end_of_hunk(lines, place, int(match[1] or 1), int(match[2] or 1))
            for side in ("-", "+"):
                _redact_side(lines, [at for at in range(place, end) if lines[at][:1] in (side, " ")])
            place = end
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _end_of_hunk(lines: list[str], place: int, old: int, new: int) -> int:
    while place < len(lines) and (old > 0 or new > 0):
        old -= lines[place][:1] in ("-", " ")
        new -= lines[place][:1] in ("+", " ")
        place += 1
    return place


def _redact_side(lines: list[str], places: list[int]) -> None:
    clean = redacted_source("\n".join(lines[place][1:] for place in places)).split("\n")
    for place, line in zip(places, clean, strict=True):
        lines[place] = lines[place][:1] + line
