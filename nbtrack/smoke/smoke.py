"""Try one notebook outside Jupyter."""

from __future__ import annotations

import os

from nbtrack.script.extract import extract
from nbtrack.script.model import DROPPED
from nbtrack.smoke.blame import failure_of
from nbtrack.smoke.parameters import with_parameters
from nbtrack.smoke.process import run_script
from nbtrack.smoke.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given


def smoke(
    notebook: Notebook,
    *,
    timeout_s: float,
    shell: str,
    python: str | None = None,
    parameters: Sequence[Given] = (),
) -> Verdict:
    """Extract a notebook and run it in its folder; raises ScriptError and RunError."""
    script = with_parameters(extract(notebook, shell), notebook, parameters)
    folder = os.path.dirname(notebook.path) or "."
    ended = run_script(script, folder, python=python, timeout_s=timeout_s)
    failure = failure_of(ended, script, notebook, timeout_s)
    return Verdict(
        notebook.path,
        len({place[0] for place in script.lines if place}),
        ended.duration_s,
        failure,
        tuple(e.text for e in script.ledger if e.verdict == DROPPED and e.reason.startswith("skipped")),
        ended.output,
        0 if failure or ended.done else ended.cell,
    )
