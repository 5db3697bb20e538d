"""Run cells as an experiment."""

from nbtrack.script.prelude.nb_given import _nb_given
from nbtrack.script.prelude.nb_plain import _nb_plain
from nbtrack.script.prelude.nb_recorder import _nb_nbtrack


def _nb_experiment(cells, parameters, computed):  # type: ignore[no-untyped-def]
    """Run the cells, recorded where nbtrack is installed; `computed` says what they work out."""
    given = _nb_given(parameters)
    said = {name: _nb_plain(given[name]) if name in given else computed.get(name) for name in parameters}
    with _nb_nbtrack.start(params=said):
        cells(given)
