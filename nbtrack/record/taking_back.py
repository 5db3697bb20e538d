"""Bring a file back that a command overwrote, where nobody has written it since."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.notebook.files import read_if_there, write
from nbtrack.pairing.state import forget_states_of
from nbtrack.store.canonical import digest_of
from nbtrack.store.undo_plan import READY

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.store.undo_entry import KeptFile
    from nbtrack.store.undo_log import Keeper, UndoLog
    from nbtrack.store.undo_plan import Step


def digest_asker(log: UndoLog) -> Callable[[KeptFile], str | None]:
    """Return what tells the digest of a file that is kept, as it is now; None where it is gone."""

    def ask(file: KeptFile) -> str | None:
        current = read_if_there(log.path_of(file))
        return None if current is None else digest_of(current)

    return ask


def take_back(step: Step, old: bytes, keeper: Keeper, path: str) -> bool:
    """Write what a file was; return False where somebody wrote it within the last moments.

    What it holds now is kept in turn, so that taking back can be taken back.
    """
    current = read_if_there(path)
    if step.state == READY and (current is None or digest_of(current) != step.file.after):
        return False
    keeper.keep(path, current, old, undoes=step.entry.id)
    try:
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        forget_states_of(path)  # else the next sync takes what comes back for an edit
        write(path, old, expected=current)
    except Exception:
        keeper.drop(path)
        raise
    return True
