"""Read TOML from strangers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def parse_toml(raw_b: bytes) -> dict[str, Any]:
    """Return the table of a TOML file; raises ValueError with the reason, whatever is wrong with it."""
    import tomllib

    try:
        return tomllib.loads(raw_b.decode("utf-8"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
