"""Pair all notebooks of a repository, by a setting of jupytext's: no notebook has to be touched for it."""

from __future__ import annotations

import json
import os

from nbtrack.adoption.proposal import Proposal
from nbtrack.git.installing import Change

DEFAULT = "py:percent"
_FILE = "jupytext.toml"


def pairs_proposal(root: str, wanted: str, known: str | None, *, has_pairs: bool) -> Proposal:
    """Return the proposal to give every notebook a twin; `known` is jupytext's settings file, if any."""
    title = f"pairs: a {wanted} for each notebook"
    quoted = json.dumps(f"ipynb,{wanted}")
    if known:
        why = "there already" if has_pairs else f"say `formats = {quoted}` there by hand"
        return Proposal("pairs", title, reason=f"{os.path.relpath(known)}: {why}")
    text = f"# Every notebook has a twin, which `nbtrack sync` makes and follows.\nformats = {quoted}\n"
    return Proposal("pairs", title, (Change(os.path.join(root, _FILE), None, text),))
