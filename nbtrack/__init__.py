"""nbtrack takes a notebook from experiment to evidence: clean, pair, prove, record, compare.

In a notebook, `nbtrack.log(loss=0.3, step=1)` records metrics of the run. Everything else is a command:
`nbtrack --help`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.record.log import log as log
    from nbtrack.version import __version__ as __version__

_PUBLIC = {"log": "nbtrack.record.log", "__version__": "nbtrack.version"}
__all__ = ["__version__", "log"]


def __getattr__(name: str) -> Any:
    """Import what is asked for: `import nbtrack` alone costs nothing (PEP 562)."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'nbtrack' has no attribute {name!r}")
    found = getattr(__import__(_PUBLIC[name], fromlist=[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
