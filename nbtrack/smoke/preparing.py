"""Make the trial of a notebook: its script, and what the child is asked for."""

from __future__ import annotations

import os

from nbtrack.script.plain import plain_script
from nbtrack.smoke.trial import Trial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.script.model import Script
    from nbtrack.smoke.trial import Conditions


def trial_of(notebook: Notebook, conditions: Conditions) -> Trial:
    """Make the script; raises ScriptError and RunError."""
    script = plain_script(notebook) or _translated(notebook, conditions.shell)
    if conditions.parameters:
        from nbtrack.smoke.parameters import with_parameters

        script = with_parameters(script, notebook, conditions.parameters)
    folder = os.path.abspath(os.path.dirname(notebook.path) or ".")
    trial = Trial(notebook, script, conditions, folder)
    if conditions.verify is None:
        return trial
    from nbtrack.smoke.verify import shown_cells

    return trial._replace(shown=shown_cells(notebook), final=tuple(conditions.expected))


def _translated(notebook: Notebook, shell: str) -> Script:
    from nbtrack.script.extract import translation
    from nbtrack.script.magics.custom import magics_of
    from nbtrack.settings import read_settings

    return translation(notebook, shell, magics_of(read_settings(os.path.dirname(notebook.path) or ".")))
