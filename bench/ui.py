"""Time the page of runs on the store that `python -m bench.make_store FOLDER` makes."""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_FILTER = "where=val_acc+%3E+0.8+and+lr+%3C+0.01"
_REQUESTS = {
    "the first page: experiments": "/",
    "the page of runs, its newest": "/runs",
    "all runs, read for the first time": "/runs?format=part&limit=25",
    "all runs, again": "/runs?format=part&limit=25",
    "filter": f"/runs?format=part&limit=25&{_FILTER}",
    "sort": "/runs?format=part&limit=25&sort=-metric:val_acc",
    "filter and sort": f"/runs?format=part&limit=25&sort=-metric:val_acc&{_FILTER}",
    "a condition with an error": "/runs?format=part&limit=25&where=nothing+%3E+1",
    "rows while scrolling": "/runs?format=rows&limit=25&offset=5000",
    "group by": "/runs?format=part&limit=25&group_by=param:depth",
    "numbers for parallel coordinates": "/runs/columns?key=param:lr&key=param:depth&key=metric:val_acc",
    "the whole page": "/runs",
    "experiments again": "/",
    "history, some pages back": "/history?experiment=train.ipynb&before=2026-01-01",
}
_ONCE = tuple(_REQUESTS)[:3]


class Took(NamedTuple):
    """Milliseconds that somebody waited, and that the server's processor worked."""

    wall_ms: float
    cpu_ms: float


def main() -> None:
    """Print a table of what each request took."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--rounds", type=int, default=7)
    chosen = reader.parse_args()
    started = time.perf_counter()
    words = [sys.executable, "-m", "nbtrack", "ui", "--no-browser"]
    with subprocess.Popen(
        words, cwd=chosen.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().decode().strip()
            print(f"address after {time.perf_counter() - started:.2f} s\n")
            print("| request | wall ms | CPU ms of the server | answer |\n|---|---|---|---|")
            for name, place in _REQUESTS.items():
                _report(name, place, address, server.pid, 1 if name in _ONCE else chosen.rounds)
            print(f"\nmost memory: {_peak_mb(server.pid):.0f} MB")
        finally:
            server.terminate()


def _report(name: str, place: str, address: str, pid: int, rounds: int) -> None:
    parts = urlsplit(address)
    cookie = {"Cookie": f"nbtrack-{parts.port}={parts.query.removeprefix('token=')}"}
    size = 0

    def ask() -> None:
        nonlocal size
        connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=120)
        connection.request("GET", place, headers=cookie)
        answer = connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200, (place, answer.status)
        connection.close()

    found = [_timed(ask, pid) for _ in range(rounds)]
    wall, cpu = median(one.wall_ms for one in found), median(one.cpu_ms for one in found)
    print(f"| {name} | {wall:.0f} | {cpu:.0f} | {size / 1000:.0f} kB |")


def _timed(act: Callable[[], None], pid: int) -> Took:
    before, started = _cpu_ms(pid), time.perf_counter()
    act()
    return Took((time.perf_counter() - started) * 1000, _cpu_ms(pid) - before)


def _cpu_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    (line,) = (one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
