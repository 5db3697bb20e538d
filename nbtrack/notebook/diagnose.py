"""Say in one line why bytes are not a notebook. Imported only when they are not."""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.terminal import as_word

_STDIN = "<stdin>"
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"%PDF-", b"\x89PNG")
_PAGES = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<error")
_TEXTS = (".py", ".md", ".qmd", ".Rmd", ".txt", ".csv", ".toml", ".yaml", ".yml", ".html", ".r", ".R", ".jl")
_WORDS = (b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity")
NO_NOTEBOOK = "if it is none, give it another suffix than .ipynb, or name it in `exclude` of [tool.nbtrack]"
CONFLICT_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


def unreadable(raw: bytes, path: str, error: Exception) -> NotebookError:
    """Return the error that names what the bytes are, where they go wrong and what to do."""
    found = _diagnosed(raw, path, error)
    if found.hint and as_word(_STDIN) in found.hint:  # a command on a file that there is none of
        found.hint = "look at what writes to stdin"
    return found


def _diagnosed(raw: bytes, path: str, error: Exception) -> NotebookError:
    text = raw.removeprefix(_UTF8_MARK).strip()
    if not text:
        return NotebookError("the file is empty", path=path, hint=f"delete it, or {_get_back(path)}")
    if raw.startswith(_LFS_POINTER):
        return NotebookError(
            "it is a git-lfs pointer, the notebook itself is not here", path=path, hint="run `git lfs pull`"
        )
    encoding = _other_encoding(raw)
    if encoding:
        hint = f"run `iconv -f {encoding} -t UTF-8` on it"
        return NotebookError(f"it is {encoding}, notebooks are UTF-8", path=path, hint=hint)
    if text.startswith(_ARCHIVES) or b"\0" in text[:1000]:
        return NotebookError("it is a binary file, not text", path=path, hint=NO_NOTEBOOK)
    marker = find_conflict(raw)
    if marker is not None:
        line, sign = marker
        return NotebookError(
            f'not JSON at line {line}, column 1: conflict marker "{sign}"',
            path=path,
            line=line,
            column=1,
            hint=f"run `nbtrack merge --resolve {as_word(path)}`",
        )
    if text[:15].lower().startswith(_PAGES):
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


def _other_encoding(raw: bytes) -> str | None:
    """Name the encoding of a text that is not UTF-8, told by its mark or by every second byte."""
    if raw.startswith(_UTF32_MARKS):
        return "UTF-32"
    if raw.startswith(_UTF16_MARKS):
        return "UTF-16"
    start = raw[:4]
    if start[1:2] == b"\0" and start[:1] not in (b"", b"\0"):
        return "UTF-16LE"
    return "UTF-16BE" if start[:1] == b"\0" and start[1:2] not in (b"", b"\0") else None


def _syntax(raw: bytes, path: str, error: Exception) -> NotebookError:
    if isinstance(error, RecursionError):
        return NotebookError("it is nested too deeply to be a notebook", path=path, hint=NO_NOTEBOOK)
    if isinstance(error, UnicodeDecodeError):
        place, reason = error.start, f"not UTF-8 text: byte 0x{raw[error.start]:02x}"
    elif isinstance(getattr(error, "pos", None), int):
        message = getattr(error, "msg", "broken").removesuffix(" starting at").removesuffix(" at")
        text = raw.decode("utf-8")
        place, reason = len(text[: error.pos].encode("utf-8")), message[:1].lower() + message[1:]  # type: ignore[attr-defined]
    else:  # a number of more digits than the interpreter is willing to read
        from sys import get_int_max_str_digits

        digits = get_int_max_str_digits()
        message = f"it holds a whole number of more than the {digits} digits that Python reads"
        return NotebookError(
            message, path=path, hint="set PYTHONINTMAXSTRDIGITS=0 to have it read all the same"
        )
    line, column = place_of(raw, place)
    kind = "cut short" if _is_end(raw, place, reason) else "not JSON"
    return NotebookError(
        f"{kind} at line {line}, column {column}: {reason}",
        path=path,
        line=line,
        column=column,
        hint=_hint(kind, reason, path),
    )


def _is_end(raw: bytes, place: int, reason: str) -> bool:
    """Tell whether nothing is wrong but that the file ends: in a string, in a word, or before a value."""
    rest = raw[place:].rstrip()
    return not rest or reason.startswith("unterminated string") or any(w.startswith(rest) for w in _WORDS)


def _hint(kind: str, reason: str, path: str) -> str:
    if kind == "cut short":
        return f"it was not written to its end; {_get_back(path)}"
    if reason.startswith("text after the end"):
        return "delete what stands there, if the notebook before it is the one you want"
    if reason.startswith("not UTF-8"):
        return "save it as UTF-8: `iconv -f ISO-8859-1 -t UTF-8`, if that is what it is in"
    if path.endswith(_TEXTS):
        return "name notebooks (.ipynb), or a folder that has some"
    return f"where git knows it, `git diff -- {as_word(path)}` shows whether it was edited by hand"


def _get_back(path: str) -> str:
    restore = f"`git restore -- {as_word(path)}` where git has it, else from .ipynb_checkpoints"
    return f"get a whole one back: {restore}"


def place_of(raw: bytes, offset: int) -> tuple[int, int]:
    """Return line and column, both 1-based and the column in characters, of a byte offset."""
    line = raw.count(b"\n", 0, offset) + 1
    start = raw.rfind(b"\n", 0, offset) + 1
    return line, len(raw[start:offset].decode("utf-8", "replace")) + 1
