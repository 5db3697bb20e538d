"""A list of requirements from which an environment can be made again, as pip and uv read it.

PEP 751's pylock.toml would have to name each package's files with their hashes, and an installed package does
not say which file it came from.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from nbtrack.git.checkout import read_commit
from nbtrack.record.environments.environment import installed_on
from nbtrack.record.secrets.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.record.environments.environment import Installed

_FILE = "file://"


def lock_of(path: Sequence[str]) -> str:
    """Return a line for each package on an import path: pinned, or by the address it was installed from."""
    return redacted("".join(f"{_line(one)}\n" for one in installed_on(path).values()))


def _line(one: Installed) -> str:
    origin = _origin(one)
    url = str(origin.get("url", ""))
    if vcs := origin.get("vcs_info"):
        return f"{one.name} @ {vcs.get('vcs', 'git')}+{url}@{vcs.get('commit_id')}"
    if "dir_info" in origin and url.startswith(_FILE):
        return _of_folder(one, _folder(url), editable=bool(origin["dir_info"].get("editable")))
    if digests := origin.get("archive_info", {}).get("hashes"):
        kind, digest = next(iter(digests.items()))
        return f"{one.name} @ {url}#{kind}={digest}"
    return f"{one.name}=={one.version}"


def _of_folder(one: Installed, folder: str, *, editable: bool) -> str:
    """Return the commit of a checkout, out of its remote where it has one, else the folder itself.

    No line is editable then: uv takes no commit for one that is.
    """
    from urllib.parse import quote

    if not editable:
        return f"{one.name} @ {_FILE}{folder}"
    state = read_commit(folder)
    if state is None:
        return f"-e {folder}  # {one.name} {one.version}"
    # pip needs a host in an address
    address = _address(state.remote) if state.remote else f"{_FILE}localhost{quote(state.top)}"
    place = f"#subdirectory={quote(state.prefix.rstrip('/'))}" if state.prefix else ""
    return f"{one.name} @ git+{address}@{state.commit}{place}  # {one.version}, editable from {folder}"


def _address(remote: str) -> str:
    """Return a remote as pip reads it; git alone knows `git@host:path`."""
    host, colon, path = remote.partition(":")
    return remote if "://" in remote or not colon or "/" in host else f"ssh://{host}/{path}"


def _origin(one: Installed) -> dict[str, Any]:
    """Return what PEP 610 has of where a package came from, nothing where it came from an index."""
    try:
        with open(os.path.join(one.folder, "direct_url.json"), "rb") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _folder(url: str) -> str:
    from urllib.parse import unquote

    return unquote(url.removeprefix(_FILE))
