"""Import orjson without a third of the time that it takes."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

# orjson imports `dataclasses`, and that imports what only a class in the making asks for, with the compiler's
# tables and the tokenizer.
_LATE = "inspect"


def import_orjson() -> Any:
    """Return orjson; what it need not import yet is imported when somebody asks for it."""
    if _LATE in sys.modules:
        import orjson

        return orjson
    late = sys.modules[_LATE] = _stand_in()
    try:
        import orjson
    finally:
        if sys.modules.get(_LATE) is late:
            del sys.modules[_LATE]
    return orjson


def _stand_in() -> ModuleType:
    """Return a module that imports the real one as soon as it is asked for a name (PEP 562)."""

    def look_up(name: str) -> Any:
        if sys.modules.get(_LATE) is module:
            del sys.modules[_LATE]
        import inspect

        return getattr(inspect, name)

    module = type(sys)(_LATE)
    module.__getattr__ = look_up  # type: ignore[method-assign]
    return module
