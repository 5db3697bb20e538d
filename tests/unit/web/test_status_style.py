"""The colours of statuses: pages of a server and shared ones have them from one file."""

from __future__ import annotations

import os
import re

from nbtrack.store import record
from nbtrack.web.statics import STATIC

STATUSES = {
    *(record.FINISHED, record.FAILED, record.EXITED, record.INTERRUPTED, record.TERMINATED, record.HUNG_UP),
    *(record.TIMED_OUT, record.KILLED, record.OUT_OF_MEMORY, record.DISK_FULL, record.LOST, record.RUNNING),
    record.SNAPSHOT,
}


def style(name: str) -> str:
    with open(os.path.join(STATIC, name), encoding="utf-8") as file:
        return file.read()


def test_every_status_that_has_a_colour_of_its_own_is_one_that_there_is() -> None:
    named = set(re.findall(r"\.([a-z][a-z-]+)", style("status.css"))) - {"status"}
    assert STATUSES - named == {record.FAILED, record.KILLED, record.OUT_OF_MEMORY, record.DISK_FULL}
    assert named <= STATUSES


def test_what_was_stopped_looks_alike_in_lists_and_in_the_history() -> None:
    (stopped,) = set(re.findall(r"\.status:is\((.+?)\)", style("status.css")))
    assert f":is({stopped}) .dot" in style("history.css")
