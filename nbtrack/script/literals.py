"""Render text as Python source."""

from __future__ import annotations


def literal(text: str) -> str:
    """Return a literal for a text; one of several lines stays readable and keeps its lines."""
    if "\n" not in text.rstrip("\n") or not all(c.isprintable() or c in "\n\t" for c in text):
        return quoted(text)
    inside = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if inside.endswith('"'):
        inside = inside[:-1] + '\\"'
    return f'"""\\\n{inside}"""'


def quoted(text: str) -> str:
    """Return a literal on one line, in double quotes where that needs no escapes."""
    plain = repr(text)
    return f'"{plain[1:-1]}"' if plain[0] == "'" and '"' not in plain and "\\'" not in plain else plain


def filled(text: str) -> str:
    """Return code for an argument in which IPython fills in `{expression}` and `$name`."""
    return f"_nb_filled({quoted(text)})" if "{" in text or "$" in text else quoted(text)


def comment(text: str) -> str:
    """Return text as comment lines; what a file or the compiler would refuse is escaped."""
    text = text.replace("\0", "\\x00").replace("\f", "\\x0c").encode("utf-8", "backslashreplace").decode()
    return "\n".join(f"# {line}".rstrip() for line in text.split("\n"))
