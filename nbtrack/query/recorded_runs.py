"""Runs as Python has them that asks for them: a list, a table, a data frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, overload

from nbtrack.errors import UsageError
from nbtrack.query.recorded_run import RecordedRun
from nbtrack.terminal import count_text, unpainted

if TYPE_CHECKING:
    from pandas import DataFrame

    from nbtrack.query.frame import Frame
    from nbtrack.text_table import Column

_SHOWN, _SHOWN_ON_PAGES = 20, 50


class RecordedRuns(Sequence[RecordedRun]):
    """Runs as they were when they were asked for; nothing changes them.

    `pandas.DataFrame(runs)` is a row for each run; `to_pandas` makes the same in less time.
    """

    __slots__ = ("_frame",)

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame.columns.runs)

    @overload
    def __getitem__(self, place: int) -> RecordedRun: ...

    @overload
    def __getitem__(self, place: slice) -> RecordedRuns: ...

    def __getitem__(self, place: int | slice) -> RecordedRun | RecordedRuns:
        places = range(len(self))[place]  # raises IndexError
        return RecordedRun(self._frame, places) if isinstance(places, int) else self._at(places)

    def column(self, name: str) -> list[Any]:
        """Return the values of a fact, metric or parameter, None where a run has none.

        `loss.min`, `param:lr` and all other names of conditions will do; raises UnknownNameError.
        """
        return list(self._frame.column(name))

    def to_pandas(self) -> DataFrame:
        """Return a data frame with a row for each run, and a column for each name; raises UsageError."""
        try:
            from pandas import DataFrame
        except ImportError:
            raise UsageError("pandas is not installed", hint="`pip install pandas`") from None
        return DataFrame(dict(self._frame.named()))

    def __repr__(self) -> str:
        if not len(self):
            return "no runs"
        import shutil

        from nbtrack.text_table import fitting_in_turn, table_lines

        columns = self._table(_SHOWN)
        shown = fitting_in_turn(columns, shutil.get_terminal_size().columns).columns
        left = sum(map(len, columns)) - len(shown)
        more = f"… {count_text(left, 'more column')}" if left else ""
        lines = table_lines(shown, unpainted)
        return "\n".join(filter(None, (*lines, self._more(_SHOWN), more)))

    def _repr_html_(self) -> str:
        if not len(self):
            return "<p>no runs</p>"
        from nbtrack.query.html import table_html

        return table_html([*chain(*self._table(_SHOWN_ON_PAGES))], self._more(_SHOWN_ON_PAGES))

    def _at(self, places: range) -> RecordedRuns:
        return RecordedRuns(self._frame.at(places))

    def _table(self, most: int) -> list[list[Column]]:
        """Return groups of columns of the first runs; what is saved with a notebook says no "just now"."""
        from nbtrack.query.table import usual_columns

        runs = self._frame.columns.at(range(len(self))[:most])
        return list(map(list, usual_columns(runs, _to_the_second)))

    def _more(self, most: int) -> str:
        return f"… {count_text(len(self) - most, 'more run')}" if len(self) > most else ""


def _to_the_second(time: str) -> str:
    return time[:19].replace("T", " ")
