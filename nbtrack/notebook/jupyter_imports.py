"""Import Jupyter's packages without the seconds that they do not need."""

from __future__ import annotations

import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Who imports these does without where they are not installed.
_SLOW = (
    # nbformat imports jsonschema, which checks URIs with this package where it is installed (it is, beside
    # jupyter-events). It compiles some 35 grammars at import, and nbformat's schemas never ask for URIs.
    "rfc3987_syntax",
    # What jupytext brings for Jupyter's server, and all of that server with it: two thirds of its import.
    "jupytext.sync_contentsmanager",
    "jupytext.async_contentsmanager",
)


@contextmanager
def quick_imports() -> Iterator[None]:
    """Keep slow packages out of the imports inside the block."""
    kept_out = [name for name in _SLOW if name not in sys.modules]
    for name in kept_out:
        sys.modules[name] = None  # type: ignore[assignment]  # to the import system: there is no such module
    try:
        yield
    finally:
        for name in kept_out:
            del sys.modules[name]
