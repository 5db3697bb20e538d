"""Remember which notebooks passed, so that one is not run again while nothing that it depends on changed.

The key holds what is known before a run; an entry names the files that the run read and the folders that it
listed, with what they held. Only what passed is kept, and nothing that used the network, started programs or
changed a file that it reads: nobody could tell whether it would pass again.
"""

from __future__ import annotations

import os
from _blake2 import blake2b  # `hashlib` would load OpenSSL for it

from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.stamp import is_settled, stamp_of
from nbtrack.project import find_root, is_below
from nbtrack.rules.portability.declared.project import declaring_contents
from nbtrack.smoke.kept_table import KeptTable
from nbtrack.smoke.verdict import CellRun, Comparison, Verdict
from nbtrack.store.digest import short_digest
from nbtrack.store.location import store_root
from nbtrack.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.smoke.protocol import Used
    from nbtrack.smoke.trial import Trial

_NAME = "passed"
_FORMAT = 1
_PASSING = {"__pycache__", ".ipynb_checkpoints", ".nbtrack"}  # names that come and go beside what counts
_BLOCK_BYTES = 1 << 20
_SIZE_BYTES = 20


class Remembered:
    """The notebooks of one store that passed."""

    def __init__(self, store: str) -> None:
        self._table = KeptTable(store, _NAME)

    def verdict(self, trial: Trial) -> Verdict | None:
        """Return the verdict of an earlier run that would come out the same, None where nobody can tell."""
        raw = self._table.get(trial.key)
        if raw is None:
            return None
        try:
            entry = parse_bytes(raw)
            if entry["duration_s"] > trial.conditions.limits.timeout_s or not _still_holds(
                entry, trial.folder
            ):
                return None
            return _verdict(entry, trial)
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, trial: Trial, verdict: Verdict) -> str:
        """Remember a verdict; return why it is not kept, empty where it is."""
        if verdict.failure is not None or verdict.ended_in:
            return "only what ran to its end is kept"
        used = verdict.used or {}
        reason = used.get("unknown", "nobody knows what it read")
        if not reason:
            self._table.put(trial.key, _entry(trial, verdict, used))
        return reason

    def save(self) -> None:
        """Write what is new."""
        self._table.save()


def store_of(trial: Trial) -> str:
    """Return the store that remembers a notebook."""
    return store_root(trial.folder)


def key_of(trial: Trial) -> bytes:
    """Return the digest of all that decides what a run comes to, as far as that is known before it."""
    conditions = trial.conditions
    told = (
        *(
            _FORMAT,
            __version__,
            trial.script.source,
            trial.script.lines,
            _from_root(trial.folder, trial.folder),
        ),
        *(_program(conditions.python.path), sorted(conditions.given.items()), os.environ.get("PYTHONPATH")),
        *(conditions.limits.memory_bytes, conditions.copy_bytes is None, declaring_contents(trial.folder)),
        conditions.verify and (conditions.verify, sorted(conditions.expected.items()), _outputs(trial)),
    )
    return short_digest(repr(told).encode("utf-8", "surrogatepass")).encode()


def _outputs(trial: Trial) -> str:
    return repr([(cell.number, cell.count, cell.outputs) for cell in trial.notebook.cells])


def _program(path: str) -> object:
    """Return what tells an interpreter from another one, or from itself after an upgrade."""
    settings = os.path.join(os.path.dirname(os.path.dirname(path)), "pyvenv.cfg")
    return path, os.path.realpath(path), stamp_of(path), _digest(settings)


def _entry(trial: Trial, verdict: Verdict, used: Used) -> dict[str, Any]:
    libraries = [path for path in used["path"] if os.path.isdir(path) and "site-packages" in path]
    return {
        "duration_s": verdict.duration_s,
        "skipped": verdict.skipped,
        "runs": [list(run) for run in verdict.runs],
        "comparison": verdict.comparison,
        "files": {_from_root(path, trial.folder): _state(path) for path in used["files"]},
        "folders": {_from_root(path, trial.folder): _names(path) for path in (*used["folders"], *libraries)},
    }


def _verdict(entry: dict[str, Any], trial: Trial) -> Verdict:
    comparison = entry["comparison"]
    return Verdict(
        trial.notebook.path,
        len(entry["runs"]),
        float(entry["duration_s"]),
        None,
        tuple(entry["skipped"]),
        runs=tuple(CellRun(*run) for run in entry["runs"]),
        comparison=comparison and Comparison(tuple(comparison[0]), tuple(comparison[1]), comparison[2]),
        python=trial.conditions.python,
        remembered=True,
    )


def _still_holds(entry: dict[str, Any], folder: str) -> bool:
    root = find_root(folder)
    files, folders = entry["files"], entry["folders"]
    return all(_is_same(os.path.join(root, path), state) for path, state in files.items()) and all(
        _names(os.path.join(root, path)) == names for path, names in folders.items()
    )


def _from_root(path: str, folder: str) -> str:
    """Return a path as it is in another clone of the same project, where it is in the project at all."""
    root = find_root(folder)
    return os.path.relpath(path, root) if is_below(root, path) else path


def _state(path: str) -> list[str]:
    """Return the stamp of a file, empty where it was written just now, and its digest."""
    stamp = stamp_of(path)
    return [stamp.decode() if stamp and is_settled(stamp) else "", _digest(path)]


def _is_same(path: str, state: list[str]) -> bool:
    stamp, digest = state
    found = stamp_of(path)
    return bool(found and stamp == found.decode()) or _digest(path) == digest


def _digest(path: str) -> str:
    """Return the digest of a file's content, empty where there is none."""
    digest = blake2b(digest_size=_SIZE_BYTES)
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def _names(folder: str) -> str:
    """Return a digest of the names in a folder, empty where there is none."""
    try:
        names = sorted(name for name in os.listdir(folder) if name not in _PASSING)
    except OSError:
        return ""
    return short_digest("\0".join(names).encode("utf-8", "surrogateescape"))
