"""Record the metrics that a cell assigns."""

from nbtrack.script.prelude.nb_recorder import _nb_nbtrack


def _nb_metrics(*names: str) -> None:
    """Record the numbers among some names; of a dict each number in it."""
    found = {name: globals().get(name) for name in names}
    flat = {name: value for name, value in found.items() if not isinstance(value, dict)}
    for outer, inner in found.items():
        if isinstance(inner, dict):
            flat |= {f"{outer}.{name}": value for name, value in inner.items()}
    numbers = {}
    for name, value in flat.items():
        if (
            hasattr(value, "__float__")
            and getattr(value, "numel", lambda v=value: getattr(v, "size", 1))() == 1
        ):
            numbers[name] = float(value)  # type: ignore[arg-type]
    if numbers:
        _nb_nbtrack.log(numbers)
