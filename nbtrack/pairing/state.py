"""What both sides of a pair were when they were last in step, kept in the store.

One small file for each pair, `pairs/<digest of both paths>.json`, holds two digests and the text, from which
anything else can be told: which side changed since, and what it changed. Git's index entries of both files
say whether git wrote both since then, as a checkout does: then what it wrote is what both come from.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.notebook.files import write
from nbtrack.notebook.stamp import stamp_of
from nbtrack.pairing.agreement import HIDDEN
from nbtrack.pairing.git_questions import index_entry
from nbtrack.project import find_root
from nbtrack.store.digest import digest_of
from nbtrack.store.location import FOLDER as STORE

if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.pairing.pairs import Pair

SCHEMA = "nbtrack.pair/1"
_FOLDER = "pairs"


class State(NamedTuple):
    """A pair when it was last in step: the notebook's content digest, the text's digest, the text."""

    notebook: str
    text: str
    base: str
    entries: tuple[str, str] = ("", "")  # of git's index
    stamps: tuple[str, str] = ("", "")
    had_no_header: bool = False  # the notebook, before it was paired, said that its texts have none

    def is_current(self, pair: Pair) -> bool:
        """Tell whether nobody wrote either file since, not even what it held before."""
        return self.stamps == _stamps(pair)

    def knows_notebook(self, notebook: Notebook) -> bool:
        """Tell whether a notebook is as it was."""
        return self.notebook == _content_digest(notebook)

    def knows_text(self, raw_b: bytes) -> bool:
        """Tell whether a text is as it was."""
        return self.text == digest_of(raw_b)


def state_of(notebook: Notebook, raw_b: bytes) -> State:
    """Return the state of a notebook and a text that are in step."""
    return State(_content_digest(notebook), digest_of(raw_b), raw_b.decode("utf-8-sig"))


def read_state(pair: Pair) -> State | None:
    """Return the last state of a pair, None where none is known; a damaged file is as good as none."""
    return _read(existing(path_of_state(pair)))


def _read(kept_b: bytes | None) -> State | None:
    try:
        kept = json.loads(kept_b or b"")
        digests = str(kept["notebook_digest"]), str(kept["text_digest"])
        entries, stamps = _two(kept.get("entries")), _two(kept.get("stamps"))
        return State(*digests, str(kept["base"]), entries, stamps, kept.get("had_no_header") is True)
    except (ValueError, KeyError, TypeError):
        return None


def write_state(pair: Pair, state: State) -> None:
    """Keep the state of a pair, with what tells later whether git wrote its files since."""
    path = path_of_state(pair)
    entries = index_entry(pair.notebook), index_entry(pair.text)
    old = existing(path)
    before = _read(old)
    had_no_header = state.had_no_header or bool(before and before.had_no_header)
    kept = state._replace(entries=entries, stamps=_stamps(pair), had_no_header=had_no_header)
    new = _rendered(pair, kept)
    if old == new:
        return
    make_folder(pair)
    write(path, new, expected=old)


def make_folder(pair: Pair) -> None:
    """Make the folder for what is known of a pair, where git does not see it."""
    os.makedirs(os.path.dirname(path_of_state(pair)), exist_ok=True)
    ignore = os.path.join(_store(pair), ".gitignore")
    if not os.path.lexists(ignore):
        write(ignore, b"*\n", expected=None)


def forget_state(pair: Pair) -> None:
    """Forget a pair that is none any more."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path_of_state(pair))


def forget_states_of(path: str) -> None:
    """Forget all pairs that a file belongs to, since it becomes what it was before they were in step."""
    root = find_root(path)
    name = os.path.relpath(path, root)
    folder = os.path.join(root, STORE, _FOLDER)
    for entry in os.listdir(folder) if os.path.isdir(folder) else ():
        kept = existing(os.path.join(folder, entry)) or b""
        if json.dumps(name).encode() in kept and name in _names(kept):
            os.unlink(os.path.join(folder, entry))


def _names(kept_b: bytes) -> tuple[object, ...]:
    try:
        kept = json.loads(kept_b)
        return kept["notebook"], kept["text"]
    except (ValueError, KeyError, TypeError):
        return ()


def _rendered(pair: Pair, state: State) -> bytes:
    kept = {
        "schema": SCHEMA,
        **names_of(pair),
        "notebook_digest": state.notebook,
        "text_digest": state.text,
        "base": state.base,
        "entries": state.entries,
        "stamps": state.stamps,
        "had_no_header": state.had_no_header,
    }
    return (json.dumps(kept, indent=1) + "\n").encode()


def names_of(pair: Pair) -> dict[str, str]:
    """Return the paths of a pair as the store names them."""
    root = find_root(pair.notebook)
    return {"notebook": os.path.relpath(pair.notebook, root), "text": os.path.relpath(pair.text, root)}


def existing(path: str) -> bytes | None:
    """Return what a file of the state holds, None where it cannot be read."""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        return file.read()
    return None


def path_of_state(pair: Pair) -> str:
    """Return where the state of a pair is kept."""
    names = "\0".join(names_of(pair).values())
    return os.path.join(_store(pair), _FOLDER, digest_of(os.fsencode(names))[:32] + ".json")


def _store(pair: Pair) -> str:
    return os.path.join(find_root(pair.notebook), STORE)


def _stamps(pair: Pair) -> tuple[str, str]:
    return stamp(pair.notebook), stamp(pair.text)


def stamp(path: str) -> str:
    """Return what changes whenever somebody writes a file, as the state keeps it."""
    return (stamp_of(path) or b"").decode()


def _two(kept: object) -> tuple[str, str]:
    """Return two texts of a file that may be older or damaged."""
    one, other = kept if isinstance(kept, list) and len(kept) == 2 else ("", "")
    return str(one), str(other)


def _content_digest(notebook: Notebook) -> str:
    """Return the digest of what a text may say of a notebook: no outputs, counts, ids, attachments."""
    cells = [[cell.kind, cell.source, _shown(cell.metadata)] for cell in notebook.cells]
    return digest_of(json.dumps([cells, notebook.metadata], sort_keys=True).encode())


def _shown(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in HIDDEN}
