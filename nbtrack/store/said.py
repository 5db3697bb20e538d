"""What code that is recorded says of its run: tags, a note, artifacts, parameters.

Each process appends fragments of the record to a file of its own beside the journal, whose writer is the
recorder alone. Where both say something, the recorder's word holds. Imported into the user's process.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

_PREFIX, _SUFFIX = "said-", ".jsonl"


def say(live_folder: str, fragment: Mapping[str, Any], by: str = "") -> None:
    """Append a fragment of JSON values; raises OSError where the disk refuses or the run is over.

    It is said by this process, or by whom else `by` names; what a later name says holds.
    """
    from nbtrack.store.canonical import dump

    path = os.path.join(live_folder, f"{_PREFIX}{by or os.getpid()}{_SUFFIX}")
    with open(path, "ab", buffering=0) as file:
        file.write(dump(dict(fragment)) + b"\n")


def said(live_folder: str, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield what all processes said, in those of some files that hold it; a torn line is passed over."""
    from nbtrack.store.canonical import load_lines

    for name in sorted(names):
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX):
            with open(os.path.join(live_folder, name), "rb") as file:
                yield from load_lines(file)
