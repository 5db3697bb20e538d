"""Tags that nbclient heeds; so does all of nbtrack that runs cells, or judges how they ran."""

from __future__ import annotations

SKIPPED = "skip-execution"
MAY_RAISE = "raises-exception"
