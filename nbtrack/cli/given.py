"""The parameters that a command line gives: by name, and by files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.notebook.parameters.config_files import read_config
from nbtrack.notebook.parameters.given import read_nested, read_words

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.notebook.parameters.given import Given


def given_by_name(args: Args) -> tuple[Given, ...]:
    """Read -p and --set; raises UsageError."""
    return (*read_words(args.values("parameter")), *read_nested(args.values("set")))


def given_by_files(args: Args) -> tuple[Given, ...]:
    """Read the files of --config; raises RunError."""
    return tuple(one for path in args.values("config") for one in read_config(path))
