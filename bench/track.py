"""Compare recording through the API: `python -m bench.track [--runs N] [--peers PYTHON] [--only NAME]`.

A run has 20 parameters and 10 metrics with 100 steps. Each tool makes its runs in a process of its own.
nbtrack is then asked by four commands to list, to filter, to compare and for the best, and for the same
through its API, in one process, as of the peers MLflow, Trackio and Aim are. Both times its index has to be
filled first. Given are the CPU time of all processes together, and what a run takes on the disk in the end,
its index included, in blocks and in bytes. The peers live in an
environment of their own, as they bring some 200 packages.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import NamedTuple

PROGRAMS = Path(sys.executable).parent
_VALUES = """
    import random, sys, time
    COUNT = int(sys.argv[1])
    def parameters(run): return {f"p{place}": place * run for place in range(20)}
    def metrics(run):
        chance = random.Random(run)
        return [{f"m{place}": chance.random() / (step + 1) for place in range(10)} for step in range(100)]
    ROWS = [metrics(run) for run in range(20)]
"""
_NBTRACK = """
    import nbtrack
    for number in range(COUNT):
        run = nbtrack.start(parameters(number))
        for step, row in enumerate(ROWS[number % 20]):
            nbtrack.log(row, step=step)
        run.finish()
"""
_NBTRACK_SERIES = """
    import nbtrack
    for number in range(COUNT):
        run = nbtrack.start(parameters(number))
        rows = ROWS[number % 20]
        nbtrack.log_series({name: [row[name] for row in rows] for name in rows[0]})
        run.finish()
"""
_NBTRACK_ASK = """
    import nbtrack
    for run in (*nbtrack.runs(), *nbtrack.runs("m0 < 0.005")):
        run.parameters, run.metrics
    nbtrack.compare_runs("latest~2", "latest~1", "latest")
    nbtrack.best("m1", minimize=True).metrics
"""
_MLFLOW_STEPS = """
    import mlflow
    mlflow.set_tracking_uri("sqlite:///mlflow.db")
    mlflow.set_experiment("bench")
    for number in range(COUNT):
        with mlflow.start_run():
            mlflow.log_params(parameters(number))
            for step, row in enumerate(ROWS[number % 20]):
                mlflow.log_metrics(row, step=step)
"""
_MLFLOW_BATCH = """
    import mlflow
    from mlflow.entities import Metric
    mlflow.set_tracking_uri("sqlite:///mlflow.db")
    mlflow.set_experiment("bench")
    client = mlflow.MlflowClient()
    for number in range(COUNT):
        with mlflow.start_run() as run:
            mlflow.log_params(parameters(number))
            now = int(time.time() * 1000)
            points = [Metric(n, v, now, s) for s, row in enumerate(ROWS[number % 20]) for n, v in row.items()]
            client.log_batch(run.info.run_id, metrics=points)
"""
_MLFLOW_ASK = """
    import mlflow
    mlflow.set_tracking_uri("sqlite:///mlflow.db")
    for filter_, order in ((None, None), ("metrics.m0 < 0.005", None), (None, ["metrics.m1 ASC"])):
        mlflow.search_runs(experiment_names=["bench"], filter_string=filter_ or "", order_by=order)
"""
_TRACKIO = """
    import trackio
    for number in range(COUNT):
        trackio.init(project="bench", name=f"r{number}", config=parameters(number), embed=False)
        for step, row in enumerate(ROWS[number % 20]):
            trackio.log(row, step=step)
        trackio.finish()
"""
_TRACKIO_ASK = """
    import trackio
    for run in trackio.Api().runs("bench"):
        run.name, run.config
"""
_SACRED = """
    from sacred import Experiment
    from sacred.observers import FileStorageObserver
    for number in range(COUNT):
        experiment = Experiment("bench", save_git_info=False)
        experiment.observers.append(FileStorageObserver("sacred"))
        experiment.add_config(parameters(number))
        @experiment.main
        def main(_run):
            for step, row in enumerate(ROWS[number % 20]):
                for name, value in row.items():
                    _run.log_scalar(name, value, step)
        experiment.run()
"""
_DVCLIVE = """
    from dvclive import Live
    for number in range(COUNT):
        with Live(f"dvclive/{number}", save_dvc_exp=False, report=None, dvcyaml=None) as live:
            live.log_params(parameters(number))
            for row in ROWS[number % 20]:
                for name, value in row.items():
                    live.log_metric(name, value)
                live.next_step()
"""
_AIM = """
    import aim
    for number in range(COUNT):
        run = aim.Run(experiment="bench", system_tracking_interval=None, capture_terminal_logs=False)
        run["hparams"] = parameters(number)
        for step, row in enumerate(ROWS[number % 20]):
            for name, value in row.items():
                run.track(value, name=name, step=step)
        run.close()
"""
_AIM_ASK = """
    import aim
    for run in aim.Repo(".").iter_runs():
        run["hparams"]
"""


class Tool(NamedTuple):
    """How a tool makes runs, and how it is asked for them."""

    name: str
    makes: str
    asks: str = ""
    commands: tuple[tuple[str, ...], ...] = ()


_COMMANDS = (
    ("nbtrack", "runs", "-n", "0"),
    ("nbtrack", "runs", "-w", "m0 < 0.005"),
    ("nbtrack", "compare", "latest~2", "latest~1", "latest"),
    ("nbtrack", "best", "m1", "--min"),
)
NBTRACK = Tool("nbtrack, log at each step", _NBTRACK, _NBTRACK_ASK, _COMMANDS)
NBTRACK_SERIES = Tool("nbtrack, one log_series", _NBTRACK_SERIES, _NBTRACK_ASK, _COMMANDS)
PEERS = (
    Tool("MLflow, log_metrics at each step", _MLFLOW_STEPS, _MLFLOW_ASK),
    Tool("MLflow, one log_batch", _MLFLOW_BATCH, _MLFLOW_ASK),
    Tool("Trackio", _TRACKIO, _TRACKIO_ASK),
    Tool("Sacred", _SACRED),
    Tool("dvclive", _DVCLIVE),
    Tool("Aim", _AIM, _AIM_ASK),
)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--peer-runs", type=int, default=20)
    parser.add_argument("--peers", help="the Python that has MLflow, Trackio, Sacred and dvclive")
    parser.add_argument("--only", default="", help="of the peers, those with this in their name")
    args = parser.parse_args()
    print("| tool | runs | making ms/run | ratio | four commands ms | API ms | disk KB/run | bytes KB/run |")
    print("|---|---|---|---|---|---|---|---|")
    first = _measured(NBTRACK, args.runs, sys.executable, 0.0)
    _measured(NBTRACK_SERIES, args.runs, sys.executable, first)
    for tool in PEERS if args.peers else ():
        if args.only in tool.name and _has(args.peers, tool):
            _measured(tool, args.peer_runs, args.peers, first)


def _has(python: str, tool: Tool) -> bool:
    """Tell whether a peer is installed; a row says so where it is not."""
    imports = next(line for line in tool.makes.splitlines() if line.strip())
    found = subprocess.run([python, "-c", imports.strip()], capture_output=True, check=False)
    if found.returncode:
        print(f"| {tool.name} | not installed | | | | | | |", flush=True)
    return found.returncode == 0


def _measured(tool: Tool, runs: int, python: str, first: float) -> float:
    """Print a tool's row, and return its milliseconds for a run; its start, with no run, is taken off."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = _environment(scratch)
        Path(scratch, "pyproject.toml").touch()
        script = Path(scratch, "make.py")
        script.write_text(textwrap.dedent(_VALUES) + textwrap.dedent(tool.makes))
        start = _cpu_s([python, str(script), "1"], scratch, environment)
        before = _sizes(scratch)
        made = _cpu_s([python, str(script), str(runs + 1)], scratch, environment)
        each = max(made - start, 1e-9) / runs * 1000
        commands = [[str(PROGRAMS / name), *words] for name, *words in tool.commands]
        by_command = _asked(commands, scratch, environment)
        _forget_index(scratch)
        through_api = _asked(
            [[python, "-c", textwrap.dedent(tool.asks)]] if tool.asks else [], scratch, environment
        )
        blocks, size = (now - then for now, then in zip(_sizes(scratch), before, strict=True))
    ratio = each / (first or each)
    disk = f"{blocks / (runs + 1) / 1024:.1f} | {size / (runs + 1) / 1024:.1f}"
    print(
        f"| {tool.name} | {runs} | {each:.2f} | {ratio:.1f} | {by_command} | {through_api} | {disk} |",
        flush=True,
    )
    return each


def _asked(commands: list[list[str]], folder: str, environment: dict[str, str]) -> str:
    """Return how many milliseconds some commands took together."""
    took = sum(_cpu_s(command, folder, environment) for command in commands)
    return f"{took * 1000:.0f}" if commands else "none"


def _forget_index(folder: str) -> None:
    """Delete nbtrack's index, so that whoever asks next has to fill it."""
    for path in Path(folder).glob(".nbtrack/index.db*"):
        path.unlink()


def _environment(scratch: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"TRACKIO_DIR": f"{scratch}/trackio", "HF_HUB_OFFLINE": "1", "DVC_NO_ANALYTICS": "1"}
    return kept | quiet | {"HOME": scratch, "MLFLOW_DISABLE_TELEMETRY": "true", "COLUMNS": "200"}


def _cpu_s(command: list[str], folder: str, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed:\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _sizes(folder: str) -> tuple[int, int]:
    """Return what all below a folder takes on the disk, in blocks and in bytes."""
    found = [path.lstat() for path in Path(folder).rglob("*")]
    return sum(one.st_blocks * 512 for one in found), sum(one.st_size for one in found)


if __name__ == "__main__":
    main()
