"""Where others can install this nbtrack from."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from nbtrack.errors import UsageError
from nbtrack.git.checkout import read_checkout

_REMOTE = re.compile(r"(https|ssh)://[\w.@:/~+-]+")
_REVISION = re.compile(r"\w[\w./+-]*")


class Origin(NamedTuple):
    """A repository of nbtrack, and a tag or commit of it."""

    url: str
    revision: str

    @property
    def requirement(self) -> str:
        """Return what pip is told."""
        return f"git+{self.url}@{self.revision}"


def origin_from(text: str) -> Origin:
    """Read URL@REVISION; raises UsageError for what no configuration should hold."""
    url, _, revision = text.rpartition("@")
    if not (_REMOTE.fullmatch(url) and _REVISION.fullmatch(revision)):
        raise UsageError(f"{text!r} is no https or ssh URL with @ and a tag or commit behind it")
    return Origin(url, revision)


def own_origin() -> Origin | None:
    """Return where this nbtrack was installed from, None where others could not install it from there.

    pip notes it: https://packaging.python.org/en/latest/specifications/direct-url/
    """
    noted = _noted()
    url, vcs = str(noted.get("url", "")), noted.get("vcs_info")
    if isinstance(vcs, dict):
        return _checked(url, str(vcs.get("commit_id", "")))
    parts = urlsplit(url)
    checkout = read_checkout(unquote(parts.path)) if parts.scheme == "file" else None
    return _checked(checkout.remote or "", checkout.commit or "") if checkout else None


def _noted() -> dict[str, Any]:
    try:
        noted = json.loads(distribution("nbtrack").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _checked(url: str, revision: str) -> Origin | None:
    """Return the origin, None where it takes a key or a machine's own names to get there."""
    fits = url.startswith("https://") and _REMOTE.fullmatch(url) and _REVISION.fullmatch(revision)
    return Origin(url, revision) if fits else None
