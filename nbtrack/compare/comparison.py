"""Find what changed from one run to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.directions import direction_of, tells_cost
from nbtrack.compare.equality import equal, equal_in_type
from nbtrack.compare.files_read import is_known
from nbtrack.compare.model import NOTEBOOK, NOTHING_ELSE, SCRIPT, SILENT, Change, Comparison, MetricChange
from nbtrack.compare.noise_band import band_of, repeats_of
from nbtrack.compare.parameter_types import as_written, is_of_another_type
from nbtrack.compare.timing import cell_times
from nbtrack.compare.why.explain import Changed, explain, explain_metrics, explain_script
from nbtrack.diff.engine import DiffScope, diff_notebooks
from nbtrack.diff.noise.classes import ALL
from nbtrack.diff.tables.changes import with_tables
from nbtrack.natural_order import natural
from nbtrack.store.statuses import EXITED, FINISHED, SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nbtrack.compare.model import Side, Surroundings
    from nbtrack.compare.why.model import Why
    from nbtrack.store.record import Parameter, RunRecord

_OF_A_PLACE = frozenset(("PYTHONPATH", "CONDA_DEFAULT_ENV", "SLURM_JOB_ID"))
# A run changes no metadata, and counts cells anew; what else differs by chance is told beside what changed.
RUN_SCOPE = DiffScope(metadata=False, noise=ALL - {"counts", "ids", "metadata"})


def compare(old: Side, new: Side, around: Surroundings = NOTHING_ELSE) -> Comparison:
    """Return what changed from one run to the other."""
    if (old.record.kind == SNAPSHOT) != (new.record.kind == SNAPSHOT):
        return _of_code(old, new)
    changes = diff_notebooks(old.notebook, new.notebook, RUN_SCOPE)
    notebook = with_tables(changes, old.notebook, new.notebook)
    made = Comparison(
        old=old.record.id,
        new=new.record.id,
        parameters=tuple(_parameters(old.record.parameters, new.record.parameters)),
        metrics=metric_changes(old.record, new.record, around),
        environment=_environments(old, new),
        git=_changes(_git(old), _git(new)),
        ends=_changes(_end(old), _end(new)),
        notebook=notebook,
        files=_changes(_files(old), _files(new)) + _modules(old, new),
        data=_data(old, new),
        duration=_both(_durations(old.record), _durations(new.record)),
        times=cell_times(notebook, old.record.cells, new.record.cells),
        subject=_subject(old, new),
    )
    return made._replace(why=_why(made, old, new))


def _why(made: Comparison, old: Side, new: Side) -> Why | None:
    """Return what is behind what came out; for metrics alone, changed parameters are reason enough."""
    seen = made.notebook, old.notebook, new.notebook, _changed(made, old, new)
    if made.subject == NOTEBOOK:
        return explain(*seen)
    if (found := explain_script(*seen)) or made.parameters or not any(map(_is_unexpected, made.metrics)):
        return found
    return explain_metrics(*seen)


def _is_unexpected(metric: MetricChange) -> bool:
    old, new = metric.old, metric.new
    if old is None or new is None or metric.is_noise or tells_cost(metric.name):
        return False
    return old != new and (old == old or new == new)  # NaN is the same as NaN


def _of_code(old: Side, new: Side) -> Comparison:
    """Compare a run with a version that never ran: what a run has and it has not did not change."""
    return Comparison(
        old=old.record.id,
        new=new.record.id,
        parameters=(),
        metrics=(),
        environment=(),
        git=_changes(_git(old), _git(new)),
        ends=_changes(_end(old), _end(new)),
        notebook=diff_notebooks(old.notebook, new.notebook, RUN_SCOPE._replace(outputs=False)),
        subject=_subject(old, new),
    )


def _durations(record: RunRecord) -> dict[str, float | None]:
    """Return how long a run took, which says nothing of one that was cut short."""
    return {"whole run": record.duration_s if record.status in (FINISHED, EXITED) else None}


def _subject(old: Side, new: Side) -> str:
    if any(side.record.script is None or side.record.notebook.given for side in (old, new)):
        return NOTEBOOK
    return SCRIPT if any(cell.outputs for side in (old, new) for cell in side.notebook.cells) else SILENT


def _changed(made: Comparison, old: Side, new: Side) -> Changed:
    read = new.read.files
    return Changed(
        parameters=tuple(change.name for change in made.parameters),
        environment=tuple(change.name for change in made.environment),
        packages=frozenset({**old.packages, **new.packages}),
        data={change.name: read[change.name].cell for change in made.data if change.name in read},
        modules=tuple(_changed_modules(made.files, old, new)),
        variables=tuple(change.name for change in _variables(old, new)),
        commit=not _are_followed(old, new) and any(change.name != "branch" for change in made.git),
        addresses=new.addresses,
        known=frozenset({**(old.variables or {}), **(new.variables or {})}),
        ended=(_statuses(old), _statuses(new)),
    )


def _statuses(side: Side) -> dict[int, str]:
    if side.record.script is not None and not side.record.notebook.given:
        return {1: side.record.status}
    return {cell.number: cell.status for cell in side.record.cells}


def metric_changes(old: RunRecord, new: RunRecord, around: Surroundings) -> tuple[MetricChange, ...]:
    """Return every metric of two runs, with its band over the runs that were what the old one was."""
    repeats = repeats_of(old, around.earlier)
    return tuple(
        MetricChange(
            name,
            old.metrics[name].last if name in old.metrics else None,
            new.metrics[name].last if name in new.metrics else None,
            direction_of(name, around.directions),
            band_of([run.metrics[name].last for run in repeats if name in run.metrics]),
        )
        for name in sorted({**new.metrics, **old.metrics}, key=natural)
    )


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Pair values by name, in the order of the new side."""
    return tuple(Change(name, old.get(name), new.get(name)) for name in {**new, **old})


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(change for change in _both(old, new) if not equal(change.old, change.new))


def _parameters(old: Mapping[str, Parameter], new: Mapping[str, Parameter]) -> Iterator[Change]:
    for name, one, other in _both(old, new):
        change = Change(name, one and one.value, other and other.value)
        if not equal_in_type(change.old, change.new):
            yield change
        elif one and other and is_of_another_type(one, other):
            yield Change(name, as_written(one), as_written(other))


def _files(side: Side) -> dict[str, Any]:
    return {file.path: file.blob for file in side.record.config_files}


def _modules(old: Side, new: Side) -> tuple[Change, ...]:
    return _changes(old.record.modules, new.record.modules) if _are_followed(old, new) else ()


def _changed_modules(files: Iterable[Change], old: Side, new: Side) -> Iterator[str]:
    """Yield the local modules that changed; what a run that failed did not get to import did not."""
    names = {*old.record.modules, *new.record.modules}
    for name, one, other in files:
        if name in names and not (_is_unreached(one, old) or _is_unreached(other, new)):
            yield name


def _is_unreached(module: str | None, side: Side) -> bool:
    error = side.record.error
    return module is None and error is not None and error.name != ModuleNotFoundError.__name__


def _are_followed(old: Side, new: Side) -> bool:
    """Tell whether what both runs used is on record."""
    return old.record.data is not None and new.record.data is not None


def _data(old: Side, new: Side) -> tuple[Change, ...]:
    """Compare what was read, where both runs could be followed."""
    if not _are_followed(old, new):
        return ()
    return _changes(_read_beside(new, old), _read_beside(old, new))


def _read_beside(other: Side, side: Side) -> dict[str, str | None]:
    """Return the digests of what one run read, as far as the other's record says whether it did."""
    read = side.read
    return {path: one.digest for path, one in read.files.items() if is_known(path, other.read, [read])}


def _environments(old: Side, new: Side) -> tuple[Change, ...]:
    """Compare interpreters, and packages where both are known: a run whose kernel did not start has none."""
    changes = _changes(_interpreter(old), _interpreter(new))
    if old.record.environment and new.record.environment:
        changes += _changes(old.packages, new.packages)
    return changes + _variables(old, new)


def _variables(old: Side, new: Side) -> tuple[Change, ...]:
    """Compare the environment variables on record, apart from those that are others for each place or job."""
    if old.variables is None or new.variables is None:
        return ()
    sides = (
        {f"${name}": one for name, one in side.items() if name not in _OF_A_PLACE}
        for side in (old.variables, new.variables)
    )
    return _changes(*sides)


def _interpreter(side: Side) -> dict[str, Any]:
    environment = side.record.environment
    return {"Python": environment.python, "platform": environment.platform} if environment else {}


def _git(side: Side) -> dict[str, Any]:
    git = side.record.git
    if git is None:
        return {}
    return {"commit": git.commit, "branch": git.branch, "uncommitted patch": git.patch}


def _end(side: Side) -> dict[str, Any]:
    error = side.record.error
    return {"status": side.record.status} | ({"error": error.text} if error else {})
