"""`nbtrack extract --explain`: what is in each cell, and what became of it."""

from __future__ import annotations

from nbtrack.cli.extract.summary import first_line, summary
from nbtrack.script.extract import extract_production
from nbtrack.script.model import REFUSED
from nbtrack.script.production.verdicts import cell_verdicts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script
    from nbtrack.script.production.production import Removal


def explain(notebook: Notebook, script: Script, removals: tuple[Removal, ...], out: Output) -> None:
    """Print each cell's verdict and, below it, what became of its magics and what was left out of it."""
    slim, would_go = extract_production(notebook)
    lines = _lines(script, removals, out)
    out.styled(f"{out.paint(notebook.path, 'bold')}: {summary(script, removals)}")
    for cell, verdicts in cell_verdicts(slim, script.ledger, would_go).items():
        out.styled(f"  {out.paint(f'cell {cell}', 'bold')}  {', '.join(verdicts)}")
        for _, text in sorted(lines.get(cell, []), key=lambda line: line[0]):
            out.styled(f"    {text}")
    if script.requirements:
        out.styled(f"  requirements: {out.paint(', '.join(script.requirements))}")


def _lines(script: Script, removals: tuple[Removal, ...], out: Output) -> dict[int, list[tuple[int, str]]]:
    """Return what there is to say of each cell: the lines in it, and texts for the terminal."""
    found: dict[int, list[tuple[int, str]]] = {}
    for entry in script.ledger:
        colours = ("red",) if entry.verdict == REFUSED else ()
        text = _line(entry.line, entry.verdict, entry.text, entry.reason, colours, out)
        found.setdefault(entry.cell, []).append((entry.line, text))
    for removal in removals:
        text = _line(removal.line, "left out", removal.text, removal.reason, (), out)
        found.setdefault(removal.cell, []).append((removal.line, text))
    return found


def _line(line: int, verdict: str, text: str, reason: str, colours: tuple[str, ...], out: Output) -> str:
    why = f"  ({reason})" if reason else ""
    place = f"line {line}"
    return f"{place:9} {out.paint(f'{verdict:10}', *colours)} {out.paint(first_line(text) + why)}"
