"""The script of a notebook that surely is plain Python: what `extract` makes of it, but for its imports.

Translating magics takes thirty modules, which together take longer than the start of two interpreters. Where
this is not sure it says so, and `extract` does it.
"""

from __future__ import annotations

from nbtrack.notebook.tags import MAY_RAISE, SKIPPED
from nbtrack.script.assembly import assembled
from nbtrack.script.compiling import NotPython, check_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script

# What begins a magic, a shell command, a request for help or a prompt; names that a kernel brings, and ours.
_SPECIAL = ("%", "!", "?", "\r", "\f", "\0", "__future__", "display", "get_ipython", "_nb_", ">>>", "In [")
# What a kernel remembers results and cells by: `extract` keeps them.
_MEMORY = frozenset(("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh", "_exit_code"))
_BETWEEN_WORDS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_STATEMENTS = ("import", "from", "for", "if", "while", "with", "assert", "del", "def", "class", "raise")


def plain_script(notebook: Notebook) -> Script | None:
    """Return the script, None where a cell may be anything but plain Python."""
    if not notebook.language.startswith(("python", "ipython")):
        return None
    written = [c for c in notebook.cells if c.kind == "code" and c.source.strip()]
    sources = {c.number: c.source for c in written}
    if any(MAY_RAISE in c.tags or SKIPPED in c.tags for c in written) or not all(
        map(_is_plain, sources.values())
    ):
        return None
    cells = {
        number: [(text, origin) for origin, text in enumerate(source.split("\n"), 1)]
        for number, source in sources.items()
    }
    return assembled(notebook.path, "", cells) if _compile(sources.values()) else None


def _is_plain(source: str) -> bool:
    if source[0] in " \t\n" or source[-1] == "\n" or any(word in source for word in _SPECIAL):
        return False
    if not _MEMORY.isdisjoint(words := source.translate(_BETWEEN_WORDS).split()):
        return False
    if any(word[0] == "_" and word.lstrip("_i").isdigit() for word in words):
        return False
    return "\n" in source or not _may_be_automagic(source)


def _may_be_automagic(line: str) -> bool:
    """Tell whether the first word of a line may be the name of a magic."""
    end = next((at for at, c in enumerate(line) if not (c.isalnum() or c == "_")), len(line))
    name, rest = line[:end], line[end:]
    if not name or name in _STATEMENTS or rest.startswith((".", "(", "[")):
        return False
    rest = rest.lstrip()
    return not rest.startswith("=") or rest.startswith("==")


def _compile(sources: Iterable[str]) -> bool:
    try:
        check_each([f"{source}\n" for source in sources])
    except NotPython:
        return False
    return True
