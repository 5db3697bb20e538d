"""Time whole commands against each other in one run: medians of ratios, since machines are noisy."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Contender:
    """A command to time; `prepare` puts the world in order before each run and is not timed."""

    name: str
    command: Sequence[str]
    prepare: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Timing:
    """Wall and CPU time, children included, of one run in seconds."""

    wall_s: float
    cpu_s: float


def time_once(contender: Contender) -> Timing:
    """Run a command once, its output thrown away."""
    contender.prepare()
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(contender.command, capture_output=True, env=environment, check=False)
    wall_s, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # a check that finds something exits with 1
        raise SystemExit(
            f"{contender.name} does not work here: {done.stderr.decode(errors='replace')[-300:]}"
        )
    return Timing(wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def compare(contenders: Sequence[Contender], rounds: int) -> dict[str, list[Timing]]:
    """Run all contenders in turn, `rounds` times, after one round that only warms the caches."""
    for contender in contenders:
        time_once(contender)
    return compare_at_once(contenders, rounds)


def compare_at_once(contenders: Sequence[Contender], rounds: int) -> dict[str, list[Timing]]:
    """Run all contenders in turn, `rounds` times, where a round only to warm the caches takes too long."""
    timings: dict[str, list[Timing]] = {contender.name: [] for contender in contenders}
    for _ in range(rounds):
        for contender in contenders:
            timings[contender.name].append(time_once(contender))
    return timings


def table(title: str, timings: dict[str, list[Timing]]) -> str:
    """Render medians, and each contender's median ratio to the first one, as a Markdown table."""
    first = next(iter(timings.values()))
    lines = [
        f"### {title}",
        "",
        "| command | wall ms | CPU ms | wall ratio | CPU ratio |",
        "|---|---|---|---|---|",
    ]
    for name, found in timings.items():
        wall = statistics.median(t.wall_s for t in found) * 1000
        cpu = statistics.median(t.cpu_s for t in found) * 1000
        wall_ratio = statistics.median(t.wall_s / f.wall_s for t, f in zip(found, first, strict=True))
        cpu_ratio = statistics.median(t.cpu_s / f.cpu_s for t, f in zip(found, first, strict=True))
        lines.append(f"| {name} | {wall:.1f} | {cpu:.1f} | {wall_ratio:.2f} | {cpu_ratio:.2f} |")
    return "\n".join(lines) + "\n"
