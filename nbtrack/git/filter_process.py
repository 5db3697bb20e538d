"""Answer git's filter protocol: one process cleans and smudges all files of a git command.

The protocol is in gitattributes(5), "Long Running Filter Process", version 2. What a file needs is asked of
two functions; what they refuse goes back to git as an error, and git's setting `filter.<name>.required`
decides whether it stops there or takes the file as it is.

The capability `delay` is not offered: it is for filters that wait for something, a download say.
"""

from __future__ import annotations

from nbtrack.errors import GitError, NbtrackError
from nbtrack.git.pkt_line import ProtocolError, read_content, read_lines, write_content, write_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    Conversion = Callable[[str, bytes], bytes]  # the file's path and content; raises NbtrackError

_VERSION = "version=2"


def serve(
    source: BinaryIO,
    sink: BinaryIO,
    conversions: Mapping[str, Conversion],
    refused: Callable[[NbtrackError], None],
    between: Callable[[], None] = lambda: None,
) -> None:
    """Convert files until git hangs up.

    `conversions` are by the protocol's names, "clean" and "smudge"; `refused` hears of each refusal.
    `between` is called after each answer, for what can be done while git is busy with it. Raises GitError
    where the other side is not git.
    """
    try:
        _shake_hands(source, sink, list(conversions))
        while (header := read_lines(source)) is not None:
            _answer(header, source, sink, conversions, refused)
            sink.flush()
            between()
    except (ProtocolError, EOFError) as error:
        raise GitError(
            f"what came in is not git's filter protocol: {error or 'it ended early'}",
            hint="git itself starts this command; `nbtrack git install` tells it to",
        ) from None


def _shake_hands(source: BinaryIO, sink: BinaryIO, capabilities: list[str]) -> None:
    greeting = read_lines(source) or []
    if greeting[:1] != ["git-filter-client"] or _VERSION not in greeting:
        raise ProtocolError(f"it begins with {greeting}, not with git-filter-client and {_VERSION}")
    write_lines(sink, "git-filter-server", _VERSION)
    sink.flush()
    offered = read_lines(source) or []
    write_lines(sink, *(f"capability={name}" for name in capabilities if f"capability={name}" in offered))
    sink.flush()


def _answer(
    header: list[str],
    source: BinaryIO,
    sink: BinaryIO,
    conversions: Mapping[str, Conversion],
    refused: Callable[[NbtrackError], None],
) -> None:
    fields = dict(line.split("=", 1) for line in header if "=" in line)
    content = read_content(source)
    convert = conversions.get(fields.get("command", ""))
    if convert is None:  # never asked for, since it was not offered
        write_lines(sink, "status=abort")
        return
    try:
        converted = convert(fields.get("pathname", ""), content)
    except NbtrackError as error:
        refused(error)
        write_lines(sink, "status=error")
        return
    write_lines(sink, "status=success")
    write_content(sink, converted)
    write_lines(sink)  # nothing went wrong on the way either
