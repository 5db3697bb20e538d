"""What `nbtrack check` finds in notebooks, found out beside the pages.

A page shows what is known, and never waits. The command runs in a process of its own: with its cache, which
hooks and people fill, it mostly has nothing to do, and rules never slow down what the server answers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.notebook.stamp import stamp_of
from nbtrack.web.pairs_beside import PENDING, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PATIENCE_S = 300.0
_AGAIN_S = 60.0  # settings and neighbours may change what is found in a notebook that did not
_MOST = 100  # notebooks of one call: command lines are limited, and pages show what is known so far
LEVELS = ("error", "warning", "note")  # the loudest first


class Found(NamedTuple):
    """What was found in a notebook, and the worst rule, or else `trouble`, and the `hint` what to do."""

    findings: tuple[dict[str, Any], ...] = ()
    trouble: str = ""
    worst: dict[str, Any] | None = None
    hint: str = ""


class Checking:
    """The findings in one project's notebooks, and their pairs."""

    def __init__(self, project: str) -> None:
        self._project = project
        self.pairs = Pairs(project)
        self._lock = threading.Lock()
        self._known: dict[str, tuple[bytes | None, float, Found]] = {}
        self._process: subprocess.Popen[str] | None = None
        self._is_running = self._is_over = False

    def of(self, names: Iterable[str]) -> dict[str, Found | None]:
        """Return what is known of notebooks, None where it is being found out; names are from the project."""
        now = time.monotonic()
        stamps = {name: stamp_of(os.path.join(self._project, name)) for name in names}
        known = {name: self._known.get(name) for name in stamps}
        fresh = {name for name, one in known.items() if one and one[0] == stamps[name]}
        fresh = {name for name in fresh if self.pairs.of(name) is not PENDING}
        old = {name for name, one in known.items() if one and now - one[1] > _AGAIN_S}
        asked = [name for name in known if name not in fresh or name in old]
        if asked:
            self._begin({name: stamps[name] for name in asked})
        return {name: one[2] if one and name in fresh else None for name, one in known.items()}

    def close(self) -> None:
        """End what is still at work."""
        self._is_over = True
        if self._process is not None:
            self._process.kill()

    def _begin(self, stamps: dict[str, bytes | None]) -> None:
        with self._lock:
            if self._is_running or self._is_over:
                return
            self._is_running = True
        threading.Thread(target=self._find_out, args=(stamps,), daemon=True).start()

    def _find_out(self, stamps: dict[str, bytes | None]) -> None:
        try:
            names = list(stamps)
            for name in names:
                self.pairs.look(name)
            for place in range(0, len(names), _MOST):
                if self._is_over:
                    return
                some = names[place : place + _MOST]
                found = self._checked(some)
                at = time.monotonic()
                self._known.update({name: (stamps[name], at, found[name]) for name in some})
        finally:
            self._is_running = False

    def _checked(self, names: Sequence[str]) -> dict[str, Found]:
        try:
            report = json.loads(self._report(names))
            by_name: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
            for finding in report["findings"]:
                by_name[finding["path"].removeprefix("./")].append(finding)
            errors = {error["path"].removeprefix("./"): error for error in report["errors"]}
        except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
            why = str(error).strip().partition("\n")[0] or "nbtrack check said nothing"
            return dict.fromkeys(names, Found(trouble=why))
        return {
            name: Found(
                tuple(found),
                _said(errors, name, "message"),
                worst_of(found),
                _said(errors, name, "hint"),
            )
            for name, found in by_name.items()
        }

    def _report(self, names: Sequence[str]) -> str:
        """Return the report as JSON; raises ValueError with what the command said instead."""
        # -P: a file of the project may be called `nbtrack.py` or `json.py`.
        words = [sys.executable, "-P", "-m", "nbtrack", "check", "--json", "--exit-zero", "--"]
        self._process = subprocess.Popen(
            [*words, *(f"./{name}" for name in names)],
            cwd=self._project,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        try:
            said, complaint = self._process.communicate(timeout=_PATIENCE_S)
        finally:
            self._process.kill()
            self._process = None
        if not said.startswith("{"):
            raise ValueError(complaint.removeprefix("nbtrack: "))
        return said


def worst_of(findings: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the rule that matters most: of the loudest level, the one that speaks up most often."""
    if not findings:
        return None
    counts = Counter(finding["code"] for finding in findings)

    def rank(finding: dict[str, Any]) -> tuple[int, int, str]:
        return LEVELS.index(finding["level"]), -counts[finding["code"]], finding["code"]

    worst = min(findings, key=rank)
    return {
        "code": worst["code"],
        "name": worst["name"],
        "level": worst["level"],
        "count": counts[worst["code"]],
    }


def _said(errors: Mapping[str, Mapping[str, Any]], name: str, what: str) -> str:
    """Return what an error says of a file, which it calls by its path from here."""
    return (errors.get(name, {}).get(what) or "").replace(f"./{name}", name)
