"""The colours of statuses: pages of a server and shared ones have them from one file."""

from __future__ import annotations

import os
import re

from nbtrack.store import statuses
from nbtrack.web.statics import STATIC

STATUSES = {
    *(
        statuses.FINISHED,
        statuses.FAILED,
        statuses.EXITED,
        statuses.INTERRUPTED,
        statuses.TERMINATED,
        statuses.HUNG_UP,
    ),
    *(
        statuses.TIMED_OUT,
        statuses.KILLED,
        statuses.OUT_OF_MEMORY,
        statuses.DISK_FULL,
        statuses.LOST,
        statuses.RUNNING,
    ),
    statuses.SNAPSHOT,
}


def style(name: str) -> str:
    with open(os.path.join(STATIC, name), encoding="utf-8") as file:
        return file.read()


def test_every_status_that_has_a_colour_of_its_own_is_one_that_there_is() -> None:
    named = set(re.findall(r"\.([a-z][a-z-]+)", style("status.css"))) - {"status"}
    assert STATUSES - named == {statuses.FAILED, statuses.KILLED, statuses.OUT_OF_MEMORY, statuses.DISK_FULL}
    assert named <= STATUSES


def test_what_was_stopped_looks_alike_in_lists_and_in_the_history() -> None:
    (stopped,) = set(re.findall(r"\.status:is\((.+?)\)", style("status.css")))
    assert f":is({stopped}) .dot" in style("history.css")
