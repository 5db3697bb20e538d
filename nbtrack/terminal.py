"""Make text from strangers safe to print, and say sizes and numbers as people do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Paint(Protocol):
        """Make a piece of a line safe to print, in styles such as "bold" where colour is wanted."""

        def __call__(self, text: str, *styles: str) -> str:
            """Return the text ready for the terminal."""


# Of GitHub's runners in the old form, of Azure's and of TeamCity's.
_INNER_COMMANDS = ("##[", "##vso[", "##teamcity[")
_JOINERS = "\u200c\u200d"  # they build emoji and Indic words and cannot move the cursor
_KEPT = f"\n\t{_JOINERS}"


def safe(text: str) -> str:
    """Show control, escape and bidirectional characters instead of obeying them."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def safe_line(text: str) -> str:
    """Show text as one line: line breaks and tabs are made visible too."""
    if text.isprintable():
        return text
    return "".join(repr(c)[1:-1] if c in "\n\t" else _visible(c) for c in text)


def unpainted(text: str, *_styles: str) -> str:
    """Make a piece of a line safe to print, and leave out colours: a `Paint` for where nobody sees any."""
    return safe(text).replace("\n", "\\n")


def without_colours(text: str) -> str:
    """Drop the escape sequences by which programs colour what they print."""
    if "\x1b[" not in text:
        return text
    first, *rest = text.split("\x1b[")
    return first + "".join(part.lstrip("0123456789;")[1:] for part in rest)


def as_word(path: str) -> str:
    """Quote a path for a command that people are told to type."""
    from shlex import quote  # `re` comes with it, and hardly any command has something to tell

    return quote(path)


def safe_json(text: str) -> str:
    """Escape in rendered JSON what a terminal or a CI server would obey; it parses to the same value."""
    for command in _INNER_COMMANDS:
        text = text.replace(command, f"#\\u0023{command[2:]}")
    if text.replace("\n", "").isprintable():
        return text
    return "\n".join(
        line if line.isprintable() else "".join(map(_escaped, line)) for line in text.split("\n")
    )


def _escaped(character: str) -> str:
    if character.isprintable() or character in _KEPT:
        return character
    utf16_b = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{utf16_b[at : at + 2].hex()}" for at in range(0, len(utf16_b), 2))


def without_commands(text: str) -> str:
    """Break what a CI server would take for a command of its own in whatever a job prints.

    GitHub's begin a line: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """
    text = without_inner_commands(text)
    if "::" not in text:
        return text
    return "".join(_without_command(line) for line in text.splitlines(keepends=True))


def without_inner_commands(text: str) -> str:
    """Break the commands that may stand anywhere in a line; what is left is as wide."""
    for command in _INNER_COMMANDS:
        text = text.replace(command, f"#\\{command[2:]}")
    return text


def _without_command(line: str) -> str:
    behind = line.lstrip()
    return f"{line[: len(line) - len(behind)]}\\{behind}" if behind.startswith("::") else line


def _visible(character: str) -> str:
    if character.isprintable() or character in _KEPT or character == "\xa0":
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def columns_of(text: str) -> int:
    """Count the columns of a terminal that a text takes: Chinese, say, is twice as wide."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) or c in _JOINERS else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def size_text(size: int) -> str:
    """Render a number of bytes or characters for people: "312 B", "4.2 kB", "1.4 MB"."""
    if size < 1000:
        return f"{size} B"
    value = size / 1000
    for unit in ("kB", "MB"):
        if value < 999.5:
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def count_text(number: int, noun: str) -> str:
    """Count things for people: "1 finding", "2 findings"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def cut(text: str, most: int) -> str:
    """Return a text of so many characters at the most, with a mark where there was more."""
    return text if len(text) <= most else text[: most - 1] + "…"


def telling_line(text: str) -> str:
    """Return the first line with a word in it: NLTK begins its errors with an empty line and one of stars."""
    lines = text.splitlines()
    return next((line.strip() for line in lines if any(map(str.isalnum, line))), lines[0] if lines else "")
