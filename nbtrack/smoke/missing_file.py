"""Say why a file is not there, and where one of that name is."""

from __future__ import annotations

import os
import re

from nbtrack.notebook.discovery import find_files
from nbtrack.project import ancestors
from nbtrack.smoke.isolated import copied_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.smoke.protocol import Report
    from nbtrack.smoke.trial import Trial

_IN_WORDS = re.compile(
    r"^(\S+) not found\.?$|No such file or directory: '([^']+)'|[Ff]ile b?'([^']+)' does not exist"
)


def file_cause(report: Report, trial: Trial, started_in: str) -> str:
    """Return the sentence for a path that an exception tells, empty where it tells none."""
    path = report["file"] or _path_in(report["message"])
    if not path:
        return ""
    if os.path.isabs(path):
        return f"{path} is not on this machine"
    looked_in = report["folder"] or started_in
    if os.path.realpath(looked_in) == os.path.realpath(started_in):
        own = os.path.dirname(trial.notebook.path) or "."
        where = f"the working folder, which starts as the notebook's ({own})"
    else:
        where = f"the working folder, which by then is {os.path.relpath(looked_in, started_in)}"
    return f"{path} is looked for in {where}{_elsewhere(path, trial)}"


def _path_in(message: str) -> str:
    match = _IN_WORDS.search(message)
    return next(filter(None, match.groups()), "") if match else ""


def _elsewhere(path: str, trial: Trial) -> str:
    """Return words for a file of that name that is there, seen from the notebook's folder."""
    folder = trial.folder
    if os.path.exists(os.path.join(folder, path)):
        if trial.conditions.copy_bytes is not None:
            return "; the original is there, but git ignores it, so a fresh copy of the project lacks it"
        return "; one is there in the notebook's own folder"
    root = copied_root(folder)
    for above in ancestors(folder):
        place = os.path.join(above, path)
        if os.path.exists(place):
            return f"; there is one at {os.path.relpath(place, folder)}"
        if above == root:
            break
    name = os.path.basename(path.rstrip("/"))
    found = [each for each in find_files((root,), name) if os.path.basename(each) == name] if name else []
    return f"; there is one at {os.path.relpath(min(found, key=len), folder)}" if found else ""
