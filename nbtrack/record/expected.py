"""What a run of the same code with the same parameters came to, for whoever runs it in another way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.notebook.parameters.binding import bind
from nbtrack.notebook.parameters.declared import INJECTED_TAG
from nbtrack.record.project_store import find_store
from nbtrack.record.provenance import recorded_parameters
from nbtrack.store.location import experiment_of, store_root
from nbtrack.store.notebooks import code_digest
from nbtrack.store.statuses import FINISHED, RUN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.store.record import Parameter


def recorded_metrics(notebook: Notebook, given: Sequence[Given]) -> dict[str, float]:
    """Return the metrics, as they were in the end, of the newest such run that finished; none without one."""
    if not os.path.isdir(store_root(notebook.path)):
        return {}
    parameters = _values(recorded_parameters(bind(notebook, given)))
    code = code_digest(notebook, INJECTED_TAG)
    for run in find_store(notebook.path).runs(experiment_of(notebook.path)):
        is_same = run.notebook.code == code and run.kind == RUN and run.status == FINISHED
        if is_same and _values(run.parameters) == parameters:
            return {name: metric.last for name, metric in run.metrics.items()}
    return {}


def _values(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Return the values as texts, in which NaN equals itself and 1 is not True."""
    return {name: repr(each.value) for name, each in parameters.items()}
