"""Give a script other parameters than the notebook has."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.script.model import Script


def with_parameters(script: Script, notebook: Notebook, given: Sequence[Given]) -> Script:
    """Return the script with values set behind the cell of parameters; raises RunError.

    As in a run, what an earlier run put into the notebook goes.
    """
    if not given:
        return script
    # Most smoke runs are given nothing, and what types values takes as long to import as the rest.
    from nbtrack.notebook.parameters.binding import bind
    from nbtrack.notebook.parameters.declared import INJECTED_TAG, parameters_cell
    from nbtrack.notebook.parameters.injection import assignments

    cell = parameters_cell(notebook)
    new = assignments(bind(notebook, given))
    if cell is None or not new:
        return script
    dropped = {each.number for each in notebook.cells if INJECTED_TAG in each.tags}
    lines = list(zip(script.source.split("\n"), script.lines, strict=False))
    last = max(i for i, (_, place) in enumerate(lines, 1) if place and place[0] == cell.number)
    lines[last:last] = [(text, (cell.number, 1)) for text in new]
    lines = [(text, place) for text, place in lines if not place or place[0] not in dropped]
    return script._replace(
        source="".join(f"{text}\n" for text, _ in lines), lines=tuple(place for _, place in lines)
    )
