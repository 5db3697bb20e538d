"""Python and the command line give the same answer to the same question, and the same error."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

import nbtrack
from nbtrack.cli.main import main
from nbtrack.errors import NbtrackError
from nbtrack.plain_json import plain_json
from nbtrack.record.project_store import find_store
from nbtrack.store.record import Metric, Parameter
from nbtrack.store.statuses import FAILED, FINISHED
from tests.unit.store.recording import finished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 150  # two chunks of the index, and some that wait for the next
CONDITIONS = [
    None,
    "val_acc > 0.5",
    "val_acc > 0.2 and lr < 0.01 and tag:baseline",
    "status = failed or not (opt = adam)",
    "loss.min < 0.1",
    "layers = '[1, 2]'",
    "started > 2026-11-24T10:01",
    "took > 1min",
    "seed = none",
    "note ~ LOOK",
    "loss = nan",
    "metric:shared > 0.5 and param:shared = x",
]
ORDERS = [None, "val_acc", "-val_acc", "-loss.max", "opt", "started", "-took", "param:shared"]
MISTAKES = ["val_ac > 1", "lr >", "(lr > 1", "metric:lr > 1", "nothing", 'tag: > "x"', "lr ! 1"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    (folder / "nbtrack.toml").touch()
    store, chance = find_store(str(folder)), random.Random(7)
    for number in range(COUNT):
        store.records.put(finished(**made(number, chance)))
    store.annotate(store.runs()[5].id, tags=("baseline",), note="look again")
    return folder


def made(number: int, chance: random.Random) -> dict[str, Any]:
    last, loss = chance.random(), float("nan") if number % 9 == 0 else chance.random()
    parameters: dict[str, Any] = {"lr": 10 ** chance.uniform(-4, -1), "opt": chance.choice(["adam", "sgd"])}
    parameters |= {"shared": "x"} if number % 2 else {"seed": None, "layers": [1, 2]}
    metrics = {"val_acc": Metric(last, last / 2, last * 2, 10, 9), "shared": Metric(last, last, last)}
    metrics |= {"loss": Metric(loss, loss / 2, loss * 2)} if number % 4 else {}
    return {
        "started": f"2026-11-24T10:{number // 60:02}:{number % 60:02}.000000Z",
        "experiment": "ab"[number % 2] + ".ipynb",
        "status": FAILED if number % 7 == 0 else FINISHED,
        "name": f"r{number}" if number < 5 else None,
        "tags": ("baseline",) if number % 5 == 0 else (),
        "duration_s": float(number),
        "parameters": {name: Parameter(value, "default") for name, value in parameters.items()},
        "metrics": metrics,
    }


@pytest.fixture
def project(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NBTRACK_STORE", raising=False)
    monkeypatch.chdir(filled)
    return filled


@pytest.fixture
def command(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def called(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["nbtrack", *words])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def values_of_run(run: nbtrack.RecordedRun) -> dict[str, Any]:
    """Return what a run says, in the words of its record."""
    values = {
        "id": run.id,
        "name": run.name,
        "experiment": run.experiment,
        "status": run.status,
        "started": run.started.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "duration_s": run.duration_s,
        "parameters": run.parameters,
        "metrics": run.metrics,
        "tags": list(run.tags),
        "note": run.note,
    }
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def values_of_record(said: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "name", "experiment", "status", "started", "duration_s", "tags", "note")
    values = {name: said[name] for name in kept if name in said}
    plain = {name: one["value"] for name, one in said.get("parameters", {}).items()}
    last = {name: one["last"] for name, one in said.get("metrics", {}).items()}
    return values | {"parameters": plain} | ({"metrics": last} if last else {})


def as_json(found: object) -> Any:
    """Return values as the command's JSON has them."""
    return json.loads(plain_json(found))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_runs_are_those_of_the_command(
    command: Callable[..., tuple[int, str, str]], condition: str | None
) -> None:
    for order in ORDERS:
        words = ["-w", condition] if condition else []
        words += ["--sort", order.removeprefix("-")] if order else []
        words += ["--reverse"] if order and order.startswith("-") else []
        _, said, _ = command("runs", "--json", "-n", "0", *words)
        records = list(map(values_of_record, json.loads(said)["runs"]))
        found = list(map(values_of_run, nbtrack.runs(condition, sort=order)))
        assert records
        assert as_json(found) == as_json(records)


@pytest.mark.parametrize("limit", [1, 20, 140])
def test_as_many_are_those_of_the_command(command: Callable[..., tuple[int, str, str]], limit: int) -> None:
    _, said, _ = command("runs", "a.ipynb", "--json", "-n", str(limit))
    found = nbtrack.runs(experiment="a.ipynb", limit=limit)
    assert [run.id for run in found] == [one["id"] for one in json.loads(said)["runs"]]


@pytest.mark.parametrize("condition", MISTAKES)
def test_a_mistake_is_told_as_the_command_tells_it(
    command: Callable[..., tuple[int, str, str]], condition: str
) -> None:
    code, _, said = command("runs", "-w", condition)
    with pytest.raises(NbtrackError) as raised:
        nbtrack.runs(condition)
    assert code == raised.value.exit_code
    assert said == f"nbtrack: {raised.value.message}\n  hint: {raised.value.hint}\n"


@pytest.mark.parametrize(
    ("metric", "words", "minimize"),
    [
        ("val_acc", [], None),
        ("loss", [], None),
        ("loss.max", ["--max"], False),
        ("shared", ["--min"], True),
    ],
)
def test_the_best_is_that_of_the_command(
    command: Callable[..., tuple[int, str, str]], metric: str, words: list[str], minimize: bool | None
) -> None:
    for condition in ("lr < 0.01", "tag:baseline"):
        _, said, _ = command("best", metric, "--json", "-w", condition, *words)
        (record,) = json.loads(said)["runs"]
        assert nbtrack.best(metric, minimize=minimize, where=condition).id == record["id"]


@pytest.mark.parametrize("words", [("r0", "r1"), ("latest~2", "r1", "latest")])
def test_differences_are_those_of_the_command(
    command: Callable[..., tuple[int, str, str]], words: tuple[str, ...]
) -> None:
    _, said, _ = command("compare", "--json", *words)
    assert as_json(dict(nbtrack.compare_runs(*words))) == json.loads(said)
