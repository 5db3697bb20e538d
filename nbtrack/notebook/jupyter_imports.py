"""Import Jupyter's packages without the two seconds that they do not need."""

from __future__ import annotations

import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# nbformat imports jsonschema, which checks URIs with this package where it is installed (it is, beside
# jupyter-events). It compiles some 35 grammars at import, and nbformat's schemas never ask for URIs.
_SLOW = "rfc3987_syntax"


@contextmanager
def quick_imports() -> Iterator[None]:
    """Keep slow packages out of the imports inside the block."""
    if _SLOW in sys.modules:
        yield
        return
    sys.modules[_SLOW] = None  # type: ignore[assignment]  # to the import system: there is no such module
    try:
        yield
    finally:
        del sys.modules[_SLOW]
