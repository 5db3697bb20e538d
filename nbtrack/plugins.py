"""Installed packages that bring something to nbtrack, by entry points.

Only what a setting names is looked for, so that nobody else pays for it.
"""

from __future__ import annotations

from nbtrack.errors import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from importlib.metadata import EntryPoint
    from typing import Any, TypeVar

    T = TypeVar("T")


def plug_ins(group: str, names: Iterable[str], read: Callable[[Any], T]) -> Iterator[tuple[str, T]]:
    """Yield each named plug-in with what it brings; raises SettingsError for one that cannot be used."""
    names = tuple(dict.fromkeys(names))
    if not names:
        return
    from importlib.metadata import entry_points

    installed = {point.name: point for point in entry_points(group=group)}
    for name in names:
        if name not in installed:
            raise _unknown(name, list(installed))
        yield name, _loaded(installed[name], read)


def unusable(name: str, reason: str) -> SettingsError:
    """Return the error for a plug-in that brings what nothing can be done with."""
    return SettingsError(f"the plug-in {name} cannot be used: {reason}")


def _loaded(point: EntryPoint, read: Callable[[Any], T]) -> T:
    try:
        return read(point.load())
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise SettingsError(f"the plug-in {point.name} ({point.value}) cannot be loaded: {reason}") from error


def _unknown(name: str, installed: list[str]) -> SettingsError:
    from difflib import get_close_matches

    close = get_close_matches(name, installed, n=1)
    there = f"installed beside nbtrack: {', '.join(sorted(installed)) or 'none'}"
    hint = f"did you mean {close[0]}?" if close else f"install the package that brings it; {there}"
    return SettingsError(f"no plug-in is called {name!r}", hint=hint)
