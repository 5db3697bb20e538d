"""Look at a repository's notebooks: how many, how much of them is outputs, what `check` finds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.cli.check.look import look_at_files
from nbtrack.cli.check.setup import Setups
from nbtrack.cli.check.targets import targets
from nbtrack.cli.commands.check import COMMAND
from nbtrack.cli.parsing import parse
from nbtrack.errors import NbtrackError
from nbtrack.git.cleaning import Cleaner
from nbtrack.notebook.files import read
from nbtrack.pairing.jupytext_settings import settings_in
from nbtrack.pairing.pairs import may_be_paired
from nbtrack.report.result import Report
from nbtrack.terminal import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output


class Survey(NamedTuple):
    """What was found; `args` and `setups` are those of the check that made the report."""

    report: Report
    args: Args
    setups: Setups
    size_bytes: int
    output_bytes: int
    paired: int

    @property
    def unreadable(self) -> list[str]:
        """List the files that are no notebooks."""
        return [file.path for file in self.report.unreadable]

    @property
    def failing(self) -> int:
        """Return how many notebooks have findings."""
        return sum(1 for file in self.report.files if file.is_readable and file.findings)

    def lines(self) -> Iterator[str]:
        """Yield it for people."""
        total = len(self.report.files)
        share = f"{100 * self.output_bytes // self.size_bytes} %" if self.size_bytes else "nothing"
        yield f"notebooks: {total}, {size_text(self.size_bytes)}, of which outputs and counts: {share}"
        yield f"check: {self.failing} of {total} have findings ({len(self.report.findings)} in all)"
        if self.unreadable:
            yield f"not readable: {', '.join(self.unreadable)}"
        yield f"paired with a text: {self.paired}"


def survey(folder: str, out: Output) -> Survey:
    """Check all notebooks below a folder, and weigh them."""
    args = parse(COMMAND, ["--", folder])
    setups = Setups(args)
    report = Report(list(look_at_files(targets(args, setups, out), setups, args, out, located=False)))
    cleaner = Cleaner()
    size = leaving = paired = 0
    for file in report.files:
        try:
            raw = read(file.path)
            size += len(raw)
            leaving += len(raw) - len(cleaner.clean(file.path, raw).raw)
            paired += may_be_paired(raw, settings_in(os.path.dirname(file.path)))
        except NbtrackError:
            continue  # the check has said why
    return Survey(report, args, setups, size, leaving, paired)
