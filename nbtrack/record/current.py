"""What code says of the run that records it: tags, a note, files, figures, tables.

As with `log`, nothing happens where no run is recorded, and what goes wrong is a warning.
"""

from __future__ import annotations

import os

from nbtrack.record.log import live_folder, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from nbtrack.store.record import Parameter


def tag(*tags: str) -> None:
    """Put tags on the current run."""
    _say("nbtrack.tag", lambda _: {"tags": [_redacted(str(one)) for one in tags]})


def note(text: str) -> None:
    """Say why the current run is made; a note from the command line holds over it."""
    _say("nbtrack.note", lambda _: {"note": _redacted(str(text))})


def parameters(values: Mapping[str, Any]) -> None:
    """Record values that the code runs with; those that the run was given from outside hold over them."""
    from nbtrack.store.record_json import json_of

    _say("nbtrack.start", lambda _: {"parameters": json_of(recorded(values))})


def log_artifact(path: str | os.PathLike[str], name: str | None = None) -> None:
    """Keep a file that the run made, a text without the secrets in it."""

    def kept(folder: str) -> dict[str, Any]:
        with open(path, "rb") as file:
            raw = file.read()
        clean = _without_secrets(raw)
        if clean != raw:
            warn(f"nbtrack.log_artifact: {path} holds what looks like a secret, which is not recorded")
        given = os.fspath(path)
        return artifact(folder, name or os.path.basename(given), clean, _media_type(given))

    _say("nbtrack.log_artifact", kept)


def log_figure(figure: object, name: str = "figure") -> None:
    """Keep a figure of matplotlib as PNG, one of Plotly, Altair or Bokeh's kin as HTML."""

    def kept(folder: str) -> dict[str, Any]:
        from nbtrack.record.figures import drawn

        raw, suffix, media_type = drawn(figure)
        raw = _without_secrets(raw) if suffix == ".html" else raw
        return artifact(folder, name if name.endswith(suffix) else name + suffix, raw, media_type)

    _say("nbtrack.log_figure", kept)


def log_table(table: object, name: str = "table") -> None:
    """Keep a table as CSV: a data frame, an Arrow table, an array, columns by name, or a list of rows."""

    def kept(folder: str) -> dict[str, Any]:
        from nbtrack.record.tables import csv_of

        return artifact(folder, _with_suffix(name, ".csv"), _without_secrets(csv_of(table)), "text/csv")

    _say("nbtrack.log_table", kept)


def artifact(folder: str, name: str, raw: bytes, media_type: str) -> dict[str, Any]:
    """Put bytes into the store of a live run and return the fragment that names them."""
    from nbtrack.store.blobs import Blobs

    blobs = Blobs(os.path.join(os.path.dirname(os.path.dirname(folder)), "blobs"))
    found = {"blob": blobs.put(raw), "size_bytes": len(raw), "media_type": media_type}
    return {"artifacts": {name: found}}


def recorded(values: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return the parameters of a record; beside what JSON cannot say whole stands how Python writes it."""
    from nbtrack.notebook.parameters.expressions import is_plain
    from nbtrack.record.secrets.redacted_parameters import redacted_parameters
    from nbtrack.store.record import Parameter

    return redacted_parameters(
        {
            str(name): Parameter(value, "code") if is_plain(value) else _written(value, Parameter)
            for name, value in values.items()
        }
    )


def _written(value: object, kind: type[Parameter]) -> Parameter:
    """Record a value that is no JSON: a path as its text, a numpy number as the number, else its repr."""
    from nbtrack.notebook.parameters.expressions import is_plain

    expression = repr(value)
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    elif getattr(value, "shape", None) == () and hasattr(value, "item"):
        value = value.item()
    else:
        value = _plain_container(value)
    return kind(value if is_plain(value) else expression, "code", expression=expression)


def _plain_container(value: object) -> object:
    """Return a container as JSON has it, also one of another library such as OmegaConf; else the value."""
    from collections.abc import Mapping, Sequence

    from nbtrack.notebook.parameters.expressions import plain

    if isinstance(value, Mapping):
        return plain({key: _plain_container(each) for key, each in value.items()})
    if isinstance(value, (set, frozenset)):
        return plain(value)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, range)):
        return plain([_plain_container(each) for each in value])
    return value


def _say(what: str, fragment: Callable[[str], dict[str, Any]]) -> None:
    folder = live_folder()
    if not folder or not os.path.isdir(folder):
        return
    try:
        from nbtrack.store.said import say

        say(folder, fragment(folder))
    except Exception as error:  # noqa: BLE001 - a figure that cannot be drawn is no reason to end a training
        warn(f"{what}: not recorded: {error}")


def _redacted(text: str) -> str:
    from nbtrack.record.secrets.redaction import redacted

    return redacted(text)


def _without_secrets(raw: bytes) -> bytes:
    from nbtrack.record.secrets.redaction import redacted_text_b

    return redacted_text_b(raw)


def _with_suffix(name: str, suffix: str) -> str:
    return name if name.endswith(suffix) else name + suffix


def _media_type(path: str) -> str:
    import mimetypes

    return mimetypes.guess_type(path)[0] or "application/octet-stream"
