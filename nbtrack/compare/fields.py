"""What can be asked of a run by name: facts about it, its metrics, its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.errors import UnknownNameError
from nbtrack.store.facts import FACTS as FACTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nbtrack.store.record import RunRecord

    Field = Callable[[RunRecord], Any]

METRIC, PARAMETER = "metric:", "param:"
PARTS = ("min", "max", "count")  # of a metric, which follow its name and a dot
_PLAIN = r"[^\s()=!<>~\"'`]+"  # a name that a condition takes as it is
_ASKED = 200  # runs, of ten thousand, whose names a misspelled one is compared with


def field_of(name: str, runs: Sequence[RunRecord]) -> Field:
    """Return what asks a run for a value, None where it has none; raises UnknownNameError.

    A fact wins over a metric, a metric over a parameter; `metric:lr` and `param:lr` say which is meant.
    """
    for found in _candidates(name):
        if any(found(run) is not None for run in runs):
            return found
    if name in FACTS or not runs:
        return FACTS.get(name, _nothing)
    if any(name.removeprefix(PARAMETER) in run.parameters for run in runs):  # which is None in all of them
        return _nothing
    raise no_run_has(name, *names_of(runs[:_ASKED]))


def _nothing(_run: RunRecord) -> None:
    return None


def metric_field(name: str) -> Field:
    """Return what asks for a metric: the last value, or with `.min`, `.max`, `.count` behind it that."""
    metric, _, part = name.rpartition(".")

    def found(run: RunRecord) -> Any:
        if name in run.metrics:
            return run.metrics[name].last
        return getattr(run.metrics[metric], part) if part in PARTS and metric in run.metrics else None

    return found


def names_of(runs: Iterable[RunRecord]) -> tuple[list[str], list[str]]:
    """Return the names of all parameters and of all metrics, in the order they come."""
    parameters: dict[str, None] = {}
    metrics: dict[str, None] = {}
    for run in runs:
        parameters |= dict.fromkeys(run.parameters)
        metrics |= dict.fromkeys(run.metrics)
    return list(parameters), list(metrics)


def _parameter_field(name: str) -> Field:
    return lambda run: run.parameters[name].value if name in run.parameters else None


def _candidates(name: str) -> Iterator[Field]:
    if name.startswith(METRIC):
        yield metric_field(name.removeprefix(METRIC))
    elif name.startswith(PARAMETER):
        yield _parameter_field(name.removeprefix(PARAMETER))
    else:
        if name in FACTS:
            yield FACTS[name]
        yield metric_field(name)
        yield _parameter_field(name)


def no_run_has(name: str, parameters: Sequence[str], metrics: Sequence[str]) -> UnknownNameError:
    """Return the error for a name that no run has, with the nearest one that some have."""
    import re
    from difflib import get_close_matches

    close = get_close_matches(name, [*metrics, *parameters, *FACTS], n=1)
    if close:
        hint = f'did you mean "{close[0]}"?'
        if not re.fullmatch(_PLAIN, close[0]):
            hint += f" In a condition: `{close[0]}`"
    elif metrics or parameters:
        hint = f"there are {', '.join([*metrics, *parameters][:12])}, and of any run {', '.join(FACTS)}"
    else:
        hint = "there are no metrics; `nbtrack.log(loss=0.3)` or a cell tagged `metrics` records some"
    return UnknownNameError(f"no run has {_in_words(name)}", hint=hint)


def _in_words(name: str) -> str:
    if name.startswith(METRIC):
        return f"the metric {name.removeprefix(METRIC)!r}"
    if name.startswith(PARAMETER):
        return f"the parameter {name.removeprefix(PARAMETER)!r}"
    return repr(name)
