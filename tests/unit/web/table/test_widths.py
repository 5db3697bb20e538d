"""A column has room for what stands in it."""

from nbtrack.web.table.choice import Column
from nbtrack.web.table.widths import widths_of


def width(value: float, delta: float | None, kind: str = "metric") -> int:
    column = Column(f"{kind}:acc", kind, "acc", True)
    deltas = {} if delta is None else {"acc": {"value": delta}}
    run = {"metrics": {"acc": value}, "parameters": {"acc": value}, "deltas": deltas, "duration_s": None}
    return next(iter(widths_of([column], [run]).values()))


def test_a_long_change_widens_its_column() -> None:
    assert width(0.999286, -0.00071) > width(0.999286, -0.1) > width(0.999286, None)


def test_a_small_number_is_whole() -> None:
    assert width(0.000218208, None, "parameter") >= 11 * 9 + 22
