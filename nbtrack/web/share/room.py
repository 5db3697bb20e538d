"""What there is room for: a page that can be sent around, with as many notebooks as fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nbtrack.web.rendering import template_text
from nbtrack.web.share.figures import pictures_by_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.web.share.model import Shared, SharedRun

_MOST = 490_000  # bytes of a page besides its pictures and charts
_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]*")
_LONG = ("packages", "patch")  # what runs have alike, and is too long to be said twice


def size_of(text: str) -> int:
    """Return how many bytes a page, or a part of one, has besides the pictures in it."""
    return len(_PICTURE.sub("", text).encode("utf-8", "replace"))


def details_within(shared: Shared, addresses: Mapping[str, str], taken: int) -> Iterator[tuple[str, str]]:
    """Yield the details of each run by its id: of the newest that there is room for, always of one.

    `taken` is the size of the rest of the page.
    """
    said: dict[tuple[str, str], SharedRun] = {}
    room = _MOST - taken
    for run in shared.runs:
        is_first = run is shared.runs[0]
        text = _text(run, shared.alike, addresses, said) if room > 0 or is_first else ""
        room -= size_of(text)
        if room < 0 and not is_first:
            text = ""
        if text:
            said = {_part(run, name): run for name in _LONG} | said
        yield run.facts["id"], text


def _part(run: SharedRun, name: str) -> tuple[str, str]:
    return name, repr(getattr(run.details, name))


def _text(
    run: SharedRun,
    same: Mapping[str, Any],
    addresses: Mapping[str, str],
    said: Mapping[tuple[str, str], SharedRun],
) -> str:
    """Return the details of a run, with a link where another run has just the same."""
    given = {name: value for name, value in run.parameters.items() if run.origins[name] != "default"}
    values = {
        "run": run,
        "details": run.details,
        "same": same,
        "given": given,
        "pictures": pictures_by_place(run.figures, addresses),
        "alike": {name: said.get(_part(run, name)) for name in _LONG},
    }
    return template_text("share_run", values).strip()
