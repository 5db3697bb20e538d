"""Import orjson without most of the time that it takes."""

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
    return _imported([] if _LATE in sys.modules else [_stand_in(_LATE)])


def import_orjson_to_read() -> Any:
    """Return orjson for a process in which nobody is going to write dataclasses, enums or UUIDs with it.

    It takes a quarter of the time: of those modules it wants nothing but the types, to know them again.
    """
    uuid = type("UUID", (), {})
    stand_ins = [
        _stand_in("dataclasses", _FIELD=object()),
        _stand_in("enum", EnumMeta=type("EnumMeta", (type,), {})),
        _stand_in("json", JSONDecodeError=ValueError),
        _stand_in("uuid", UUID=uuid, NAMESPACE_DNS=uuid()),  # up to 3.10 it takes the type of the latter
    ]
    if sys.implementation.name == "cpython":
        import _datetime  # type: ignore[import-not-found]  # no stub: it is there for `datetime` alone

        stand_ins += [_stand_in("datetime", datetime_CAPI=_datetime.datetime_CAPI)]
    return _imported([module for module in stand_ins if module.__name__ not in sys.modules])


def _imported(stand_ins: list[ModuleType]) -> Any:
    """Import orjson while some modules are others."""
    for module in stand_ins:
        sys.modules[module.__name__] = module
    try:
        import orjson
    finally:
        for module in stand_ins:
            _remove(module)
    return orjson


def _remove(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]


def _stand_in(name: str, **known: Any) -> ModuleType:
    """Return a module that imports the real one as soon as it is asked for another name (PEP 562)."""

    def look_up(wanted: str) -> Any:
        _remove(module)
        return getattr(__import__(name), wanted)

    module = type(sys)(name)
    module.__dict__.update(known, __getattr__=look_up)
    return module
