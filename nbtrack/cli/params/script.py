"""`nbtrack params SCRIPT`: the options that a script declares in its own text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.record.script_options import NOTHING, is_configured_by_words, read_options
from nbtrack.record.script_plan import read_script
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.output import Output
    from nbtrack.record.script_options import Option

_NONE = "its text declares no option to argparse or click"
_CONFIGURED = "it takes NAME=VALUE, as Hydra reads it, by -p lr=0.1 and --set model.depth=5"
_HEADS = ("name", "kind", "default", "option", "comment")


def script_options(path: str) -> tuple[Option, ...]:
    """Return the options of a script; raises RunError."""
    return read_options(read_script(path))


def show_options(path: str, options: Sequence[Option], out: Output) -> None:
    """Print a table of them."""
    if not options:
        told = _CONFIGURED if is_configured_by_words(read_script(path)) else _NONE
        out.note(f"{path}: {told}; `python {path} --help` may tell more")
        return
    out.styled(out.paint(path, "bold"))
    rows = [tuple(map(safe_line, _texts(one))) for one in options]
    widths = [max(map(len, column)) for column in zip(_HEADS, *rows, strict=True)]
    for number, row in enumerate((_HEADS, *rows)):
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        out.styled(f"  {line if number else out.paint(line, 'dim')}")


def options_row(path: str, options: Sequence[Option]) -> dict[str, Any]:
    """Return them as JSON values; a default that the text does not tell is null."""
    return {
        "path": path,
        "options": [
            {
                "name": one.name,
                "kind": one.kind,
                "default": None if one.default is NOTHING else one.default,
                "spellings": [*one.spellings, *one.negative],
                "comment": one.comment,
            }
            for one in options
        ],
    }


def _texts(option: Option) -> tuple[str, ...]:
    default = "" if option.default is NOTHING else repr(option.default)
    return option.name, option.kind, default, ", ".join((*option.spellings, *option.negative)), option.comment
