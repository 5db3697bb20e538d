"""Where in a text secrets stand, of all the kinds that are known."""

from __future__ import annotations

from nbtrack.rules.leaks.issuers import ISSUERS
from nbtrack.rules.leaks.placeholders import is_placeholder
from nbtrack.rules.leaks.shared_forms import SHARED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.rules.leaks.kinds import Kind

    Span = tuple[int, int]

KINDS = (*ISSUERS, *SHARED)


def kinds_in(text: str) -> list[Kind]:
    """Return the kinds of which something may stand in a text; for most texts there is none."""
    return [kind for kind in KINDS if kind.may_be_in(text)]


def secret_spans(text: str, kinds: Iterable[Kind]) -> Iterator[tuple[Kind, Span]]:
    """Yield each secret once, as the first kind that knows it."""
    taken: list[Span] = []
    for kind in kinds:
        for start, end in _secrets(kind, text):
            if not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                yield kind, (start, end)


def _secrets(kind: Kind, content: str) -> Iterator[Span]:
    if not kind.may_be_in(content):
        return
    for match in kind.matches(content):
        group = 1 if match.re.groups else 0
        value = match.group(group)
        if not is_placeholder(value) and kind.is_secret(value):
            yield match.span(group)
