"""Put the cells of a notebook into a script that has a command line."""

from __future__ import annotations

import os
import textwrap

from nbtrack.errors import ScriptError
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.script.assembly import cell_lines, head_lines, script_of, with_ledger
from nbtrack.script.command_line.inside import inside
from nbtrack.script.command_line.module_level import split
from nbtrack.script.command_line.own_start import starts_itself
from nbtrack.script.command_line.parameters import options, parameters_of, without_declarations
from nbtrack.script.compiling import NotPython, check
from nbtrack.script.inlining import called, prelude
from nbtrack.script.isolation import isolated
from nbtrack.script.literals import quoted
from nbtrack.script.model import DROPPED, LedgerEntry
from nbtrack.script.shims import shims
from nbtrack.script.translated import Translated, indented

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbtrack.notebook.document import Notebook
    from nbtrack.script.command_line.module_level import Split
    from nbtrack.script.command_line.parameters import Parameters
    from nbtrack.script.model import Script

    Lines = list[tuple[str, tuple[int, int] | None]]
    Metrics = Mapping[int, tuple[str, ...]]

_WIDTH = 100


def command_line_script(
    notebook: Notebook, features: Iterable[str], cells: Mapping[int, Translated], metrics: Metrics
) -> Script:
    """Return a script whose options are the notebook's parameters; raises ScriptError where it has none.

    `metrics` has the names to record behind cells. The cells run in a function, their names are global: what
    functions, `eval`, pickle and other processes look up is where it was in the notebook.
    """
    parameters = parameters_of(notebook)
    injected = {cell.number for cell in notebook.cells if INJECTED_TAG in cell.tags}
    cells = {number: _dropped(cell) if number in injected else cell for number, cell in cells.items()}
    while True:
        script = _assembled(notebook.path, list(features), parameters, cells, metrics)
        try:
            check(script.source)
            return script
        except NotPython as error:
            place = script.lines[error.line - 1] if error.line else None
            if place is None or any(
                line.text.startswith("raise SyntaxError") for line in cells[place[0]].lines
            ):
                raise ScriptError(f"{notebook.path}: the script does not compile: {error.reason}") from None
            cells[place[0]] = isolated(cells[place[0]], place[0], error)


def _dropped(cell: Translated) -> Translated:
    entry = LedgerEntry(
        0, 1, cell.lines[0].text, DROPPED, "an earlier run put it there; the defaults of the parameters hold"
    )
    return Translated((), (*cell.ledger, entry))


def _assembled(
    path: str, features: list[str], parameters: Parameters, cells: Mapping[int, Translated], metrics: Metrics
) -> Script:
    names = parameters.declared
    there = split(cells, {"main", *names}).names
    if parameters.cell in cells:
        parameters, slim = without_declarations(parameters, cells[parameters.cell], there)
        parts = split({**cells, parameters.cell: slim}, {"main", *names})
    else:
        parts = split(cells, {"main", *names})
    body, bound = _function(parts, parameters, metrics)
    main = "notebook_main" if "main" in bound else "main"
    top: Lines = [line for number, lines in parts.moved.items() for line in cell_lines(number, lines)]
    begin: Lines = [(text, None) for text in _begin(path, parameters)]
    end: Lines = [(text, None) for text in _end(parameters, main, starts_itself(cells.values()))]
    code = "\n".join(text for text, _ in (*begin, *top, *body, *end))
    imported = f"\nfrom __future__ import {', '.join(features)}\n" if features else ""
    functions = prelude(called(code) | shims(cells.values()))
    script = script_of((*head_lines(path, f"{imported}\n\n{functions}"), *begin, *top, *body, *end))
    ledger = (entry._replace(cell=number) for number, cell in cells.items() for entry in cell.ledger)
    return with_ledger(script, ledger, dict.fromkeys(name for c in cells.values() for name in c.requirements))


def _function(parts: Split, parameters: Parameters, metrics: Metrics) -> tuple[Lines, set[str]]:
    """Return the function that runs the cells, and the names that they set."""
    bound = set(parameters.declared)
    lines: Lines = []
    numbers = sorted({*parts.cells, parameters.cell})
    for number in numbers:
        cell, names = inside(parts.cells.get(number, Translated(())))
        bound |= names
        own = [*cell_lines(number, indented(cell.lines))][2:] if _says_something(cell) else []
        own[:1] = [(f"    {own[0][0]}", None)] if own else []
        if number == parameters.cell:
            own.append(("    globals().update(_nb_parameters)", None))
        if number in metrics:
            own.append((f"    _nb_metrics({', '.join(map(quoted, metrics[number]))})", None))
        lines += [("", None), *own] if own else []
    declared = textwrap.wrap(", ".join(sorted(bound)), _WIDTH)
    head = [
        *("", "", "def _nb_cells(_nb_parameters):"),
        '    """Run the cells; their names are global, as in the notebook."""',
        *(f"    global {names.rstrip(',')}" for names in declared),
    ]
    return [*((text, None) for text in head), *lines], bound


def _says_something(cell: Translated) -> bool:
    return any(line.text.strip() for line in cell.lines)


def _begin(path: str, parameters: Parameters) -> list[str]:
    """Return what reads the command line: before the imports, so that `--help` needs none of them."""
    name = ascii(os.path.basename(path))[1:-1]
    return [
        *("", "", 'if __name__ == "__main__":'),
        "    _nb_values = _nb_arguments(",
        "        {",
        *(f"            {line}" for line in options(parameters.declared.values())),
        "        },",
        f"        {quoted(f'Run {name} with other values.')},",
        "    )",
    ]


def _end(parameters: Parameters, main: str, starts: bool) -> list[str]:
    """Return the function to call, and what calls it."""
    computed = ", ".join(f"{quoted(name)}: {quoted(text)}" for name, text in parameters.computed.items())
    run = (
        "_nb_cells(_nb_given(locals()))" if starts else f"_nb_experiment(_nb_cells, locals(), {{{computed}}})"
    )
    return [
        *("", "", *_wrapped(f"def {main}(", parameters.signature, "):")),
        '    """Run the notebook with these parameters."""',
        f"    {run}",
        *("", "", 'if __name__ == "__main__":', f"    {main}(**_nb_values)"),
    ]


def _wrapped(before: str, inside: str, behind: str) -> list[str]:
    line = f"{before}{inside}{behind}"
    return [line] if len(line) <= _WIDTH else [before, f"    {inside},", behind]
