"""A table of runs reads the same wherever its values come from: chunks of the index, its rows, or records."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbtrack.cli.output import Output
from nbtrack.cli.runs.groups import show_groups
from nbtrack.cli.runs.table import show_runs
from nbtrack.compare.groups import grouped
from nbtrack.query.table import everything
from nbtrack.store.record import Metric, Parameter, RunRecord
from nbtrack.store.sheet import Sheet, sheet_of
from nbtrack.store.statuses import FAILED, FINISHED
from nbtrack.store.store import Store
from tests.unit.store.recording import finished, running

MANY = 300  # more than are read one by one
PLACES = ["Path('a')", "'a'"]  # equal as JSON values


def made(number: int, chance: random.Random) -> RunRecord:
    parameters = {
        "lr": Parameter(10 ** chance.uniform(-4, -1), "default"),
        "same": Parameter(1, "default"),
        "kind": Parameter([1, True, 1.0, "1"][number % 4], "default"),
        "place": Parameter("a", "default", expression=PLACES[number % 2]),
        "seed": Parameter(None if number % 3 else 7, "default"),
        "odd\x1b[31m": Parameter(f"{number % 2}\n\x1b[2J", "default"),
    }
    loss = float("nan") if number % 5 == 0 else chance.random()
    return finished(
        started=f"2026-11-24T10:{number // 60:02}:{number % 60:02}.000000Z",
        status=FAILED if number % 7 == 0 else FINISHED,
        name=f"r{number}" if number < 5 else None,
        duration_s=number / 10,
        parameters=parameters,
        metrics={"loss": Metric(loss, loss, loss, 10, 9)} if number % 4 else {},
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found, chance = Store(str(tmp_path / ".nbtrack")), random.Random(3)
    for number in range(MANY):
        found.records.put(made(number, chance))
    return found


def at_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the table have as much room as a terminal of a width."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))


def table(sheet: Sheet, capsys: pytest.CaptureFixture[str], names: list[str] | None = None) -> str:
    show_runs(sheet, Output(color="never"), names or [])
    return capsys.readouterr().out


@pytest.mark.parametrize("count", [20, MANY])
def test_a_table_of_the_index_is_that_of_the_records(
    store: Store, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    store.annotate(store.runs()[3].id, tags=("good",), note="look")
    live = store.begin(running(started="2026-11-24T10:01:00.000000Z"))
    live.log({"other": 0.5})
    records = store.runs()[:count]
    with store.sheet() as sheet:
        chosen, read = sheet.only(range(count)), sheet_of(records)
        assert table(chosen, capsys) == table(read, capsys)
        assert set(everything(chosen)) == set(everything(read))
        every = everything(read)
        assert table(chosen, capsys, every) == table(read, capsys, every)


def test_values_that_differ_read_differently_among_many(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.sheet() as sheet:
        said = table(sheet, capsys, ["kind", "place"])
    lines = [line.split(maxsplit=1)[1] for line in said.splitlines()[1:]]
    cells = {cell.strip() for line in lines for cell in line.split("  ") if cell}
    assert cells == {"1 (int)", "True", "1.0 (float)", "'1' (str)", *PLACES}


def test_nothing_of_a_strangers_text_reaches_the_terminal_as_it_is(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.sheet() as sheet:
        said = table(sheet, capsys)
    assert "\x1b" not in said
    assert len(said.splitlines()) == MANY + 1


def show_groups_of(sheet: Sheet) -> None:
    show_groups(grouped(sheet.column("fact", "status")), "status", sheet, Output(color="never"))


@pytest.mark.parametrize("show", [show_groups_of, lambda sheet: show_runs(sheet, Output(color="never"))])
def test_a_metric_that_there_is_no_room_for_is_not_read(
    show: Callable[[Sheet], None],
    store: Store,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    metrics = {f"metric {number}": Metric(number, number, number) for number in range(9)}
    store.records.put(finished(metrics=metrics))
    at_terminal(48, monkeypatch)
    with store.sheet() as sheet:
        read, column = [], sheet.column

        def noted(kind: str, name: str) -> list[Any]:
            read.append(name)
            return column(kind, name)

        monkeypatch.setattr(sheet, "column", noted)
        show(sheet)
    said = capsys.readouterr()
    assert said.err == "no room for more columns; --json has all\n"
    assert len([name for name in read if name.startswith("metric")]) < 4


@pytest.mark.parametrize(("lacking", "said"), [(0, ""), (1, "no room for more columns; --json has all\n")])
def test_that_the_last_column_has_no_room_is_told(
    lacking: int, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = sheet_of([finished()])
    show_groups_of(sheet)
    width = max(map(len, capsys.readouterr().out.splitlines()))
    at_terminal(width - lacking, monkeypatch)
    show_groups_of(sheet)
    assert capsys.readouterr().err == said
