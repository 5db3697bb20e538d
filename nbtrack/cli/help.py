"""Render help from the same data that reads the command line."""

from __future__ import annotations

from nbtrack.cli.options import COMMON, Command, Option

_WIDTH = 96
_GUTTER = 30


def command_help(command: Command) -> str:
    """Render one command's help."""
    parts = [f"{command.summary}\n\nusage: {usage(command)}\n"]
    if command.description:
        parts.append(command.description.strip() + "\n")
    if command.options:
        parts.append("options:\n" + "".join(_option_lines(option) for option in command.options))
    parts.append("everywhere:\n" + "".join(_option_lines(option) for option in COMMON))
    if command.examples:
        shown = "".join(f"  {line}\n      {what}\n" for line, what in command.examples)
        parts.append("examples:\n" + shown)
    return "\n".join(parts)


def usage(command: Command) -> str:
    """Render the usage line: `nbtrack strip [options] [PATH...]`."""
    words = f"nbtrack {command.name}" + (" [options]" if command.options else "")
    if command.arguments is None:
        return words
    metavar, least, _ = command.arguments
    return f"{words} {metavar}" if least else f"{words} [{metavar}]"


def table(rows: list[tuple[str, str]], gutter: int) -> str:
    """Render rows of a term and what it means."""
    return "".join(_row(term, text, gutter) for term, text in rows)


def _option_lines(option: Option) -> str:
    return _row(", ".join(option.names) + _value(option), option.help, _GUTTER)


def _value(option: Option) -> str:
    if option.metavar is None:
        return ""
    return f"[={option.metavar}]" if option.optional else f" {option.metavar}"


def _row(term: str, text: str, gutter: int) -> str:
    lines = _wrap(text, _WIDTH - gutter)
    if len(term) > gutter - 4:
        return f"  {term}\n" + "".join(f"{'':{gutter}}{line}\n" for line in lines)
    first, *more = lines
    return f"  {term:{gutter - 2}}{first}\n" + "".join(f"{'':{gutter}}{line}\n" for line in more)


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines
