"""What an extraction gives: the script, where its lines come from, and what became of every construct."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NamedTuple

    Translators = Mapping[str, Callable[["Construct"], "Outcome"]]
else:
    from nbtrack.values import NamedTuple

TRANSLATED, DROPPED, RECORDED, REFUSED = "translated", "dropped", "recorded", "refused"
RUN, SKIP, DENY = "run", "skip", "deny"
SHELL_POLICIES = (RUN, SKIP, DENY)


class LedgerEntry(NamedTuple):
    """What became of one construct that is not plain Python; `line` is 1-based in its cell."""

    cell: int
    line: int
    text: str
    verdict: str
    reason: str


class Script(NamedTuple):
    """A script; `lines` has, for each of its lines, (cell number, line in the cell), or None."""

    source: str
    lines: tuple[tuple[int, int] | None, ...]
    ledger: tuple[LedgerEntry, ...]
    requirements: tuple[str, ...]


class Construct(NamedTuple):
    """One magic, shell command or help request, as a translator sees it.

    `prefix` is what stands before it on its line, such as `x = `; `body` is None but for cell magics;
    `shell` is the policy for shell commands.
    """

    name: str
    argument: str
    prefix: str
    body: str | None
    shell: str


class Outcome(NamedTuple):
    """What a translator decides.

    Without `code` the construct becomes a comment. With a `footer` it is a magic whose body stays code, and
    may hold magics itself: `code` opens a block, the body stands indented below it, and the footer, maybe
    empty, after it. The body is that of the cell magic, or for a line magic `body`.
    """

    verdict: str
    code: str = ""
    reason: str = ""
    requirements: tuple[str, ...] = ()
    footer: str | None = None
    body: str = ""


class Magics(NamedTuple):
    """The translators of line magics and of cell magics, by name."""

    line: Translators
    cell: Translators


def translated(code: str, reason: str = "") -> Outcome:
    """Say it in plain Python."""
    return Outcome(TRANSLATED, code, reason)


def around(header: str, footer: str = "", body: str = "") -> Outcome:
    """Put the body of a cell magic, or that of a line magic, into a block where it stays code."""
    return Outcome(TRANSLATED, header, footer=footer, body=body)


def dropped(reason: str) -> Outcome:
    """Leave it out; the reason stands in the comment that takes its place."""
    return Outcome(DROPPED, reason=reason)


def recorded(requirements: tuple[str, ...]) -> Outcome:
    """Leave an installation out and remember what it installs."""
    return Outcome(RECORDED, reason="recorded as a requirement", requirements=requirements)


def refused(reason: str) -> Outcome:
    """Raise an error in its place."""
    return Outcome(REFUSED, reason=reason)
