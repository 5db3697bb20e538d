"""`nbtrack params SCRIPT`: the options that a script declares in its own text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.record.script_options import NOTHING, is_configured_by_words, read_options
from nbtrack.record.script_plan import read_script
from nbtrack.text_table import Column, table_lines

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
    show_rows(_HEADS, list(map(_texts, options)), out)


def show_rows(heads: Sequence[str], rows: Sequence[Sequence[str]], out: Output) -> None:
    """Print rows below their headings, as both kinds of parameters stand there."""
    columns = [Column(head, cells) for head, cells in zip(heads, zip(*rows, strict=True), strict=True)]
    for line in table_lines(columns, out.paint):
        out.styled(f"  {line}")


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
