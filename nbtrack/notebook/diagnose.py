"""Say in one line why bytes are not a notebook. Imported only when they are not."""

from __future__ import annotations

from nbtrack.errors import NotebookError

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CONFLICT_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


def unreadable(raw: bytes, path: str, error: Exception) -> NotebookError:
    """Return the error that names what the bytes are, where they go wrong and what to do."""
    if not raw.strip():
        return NotebookError("the file is empty", path=path)
    if raw.startswith(_LFS_POINTER):
        return NotebookError(
            "it is a git-lfs pointer, the notebook itself is not here", path=path, hint="run `git lfs pull`"
        )
    if raw.startswith(_UTF16_MARKS):
        return NotebookError(
            "it is UTF-16, notebooks are UTF-8", path=path, hint="run `iconv -f UTF-16 -t UTF-8` on it"
        )
    marker = find_conflict(raw)
    if marker is not None:
        line, text = marker
        return NotebookError(
            f'not JSON at line {line}, column 1: conflict marker "{text}"',
            path=path,
            line=line,
            column=1,
            hint=f"run `nbtrack merge --resolve {path}`",
        )
    if raw.lstrip()[:15].lower().startswith((b"<!doctype", b"<html")):
        return NotebookError(
            "it is an HTML page", path=path, hint="download the raw file instead of its web page"
        )
    return _syntax(raw, path, error)


def find_conflict(raw: bytes) -> tuple[int, str] | None:
    """Return line (1-based) and text of the first conflict marker that git wrote, None without one."""
    for line, content in enumerate(raw.split(b"\n"), 1):
        if content.startswith(CONFLICT_MARKERS) and content[7:8] in (b"", b" ", b"\r"):
            return line, content[:7].decode("ascii")
    return None


def _syntax(raw: bytes, path: str, error: Exception) -> NotebookError:
    if isinstance(error, RecursionError):
        return NotebookError("it is nested too deeply to be a notebook", path=path)
    if isinstance(error, UnicodeDecodeError):
        place, reason = error.start, f"not UTF-8 text: byte 0x{raw[error.start]:02x}"
    elif isinstance(getattr(error, "pos", None), int):
        message = getattr(error, "msg", "broken")
        text = raw.decode("utf-8")
        place, reason = len(text[: error.pos].encode("utf-8")), message[:1].lower() + message[1:]  # type: ignore[attr-defined]
    else:  # a number of more digits than the interpreter is willing to read
        return NotebookError(f"not JSON that can be read: {error}", path=path)
    line, column = place_of(raw, place)
    kind = "cut short" if place >= len(raw.rstrip()) else "not JSON"
    return NotebookError(
        f"{kind} at line {line}, column {column}: {reason}", path=path, line=line, column=column
    )


def place_of(raw: bytes, offset: int) -> tuple[int, int]:
    """Return line and column, both 1-based and the column in characters, of a byte offset."""
    line = raw.count(b"\n", 0, offset) + 1
    start = raw.rfind(b"\n", 0, offset) + 1
    return line, len(raw[start:offset].decode("utf-8", "replace")) + 1
