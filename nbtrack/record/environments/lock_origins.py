"""Lines of a recorded lock for packages that came from an address, fit to be given to an installer."""

from __future__ import annotations

import re

from nbtrack.record.environments.environment import normalised

# A store may come from a stranger: nothing but an address, or a folder, gets through.
_ADDRESS = re.compile(
    r"(?P<name>\w[\w.-]*) @ (?P<url>(?:git\+)?(?:https?|ssh|file)://[!-~]+)(?:  #.*)?", re.ASCII
)
_FOLDER = re.compile(r"(?P<line>-e /[^#\r\n]*?)  # (?P<name>\w[\w.-]*) .*", re.ASCII)


def origins_in(lock: str) -> dict[str, str]:
    """Return by a package's normalised name the line that installs it from where it came."""
    found = {}
    for line in lock.splitlines():
        if match := _ADDRESS.fullmatch(line):
            found[normalised(match["name"])] = f"{match['name']} @ {match['url']}"
        elif match := _FOLDER.fullmatch(line):
            found[normalised(match["name"])] = match["line"]
    return found
