"""The outputs of a cell, put together from a kernel's messages as a notebook would show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.notebook.mime_types import SVG
from nbtrack.record.kernels.floods import Stream
from nbtrack.record.streams import stdout_first

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_RICH_CHARACTERS = 200_000_000  # of tables, pictures and their like, in one cell
# nbformat writes these, and text/*, as lists of lines (nbformat/v4/rwbase.py, `split_lines`).
_SPLIT_MIMES = ("application/javascript", SVG)
KINDS = ("stream", "display_data", "execute_result", "error", "update_display_data", "clear_output")


class CellOutputs:
    """What one cell has put out so far."""

    def __init__(self) -> None:
        self.count: int | None = None
        self._items: list[Stream | dict[str, Any]] = []
        self._streams: dict[str, Stream] = {}  # since the last picture, table or their like
        self._displays: dict[str, list[dict[str, Any]]] = {}
        self._clears_next = False
        self._rich = self._left_out = 0

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """Take a message of one of KINDS."""
        if kind == "clear_output":
            self._clear(later=bool(content.get("wait")))
        elif kind == "update_display_data":
            self.update(content)
        else:
            if self._clears_next:
                self._clear(later=False)
            self._add(kind, content)

    def update(self, content: dict[str, Any]) -> bool:
        """Change what was displayed under an id before; return whether there was such a thing here."""
        shown = self._displays.get(_display_id(content), [])
        for output in shown:
            output["data"], output["metadata"] = content.get("data", {}), content.get("metadata", {})
        return bool(shown)

    def last_line(self) -> str:
        """Return what was printed last, empty where something else came behind it."""
        last = self._items[-1] if self._items else None
        return last.last.strip().rpartition("\n")[2] if isinstance(last, Stream) else ""

    def printed(self) -> str:
        """Return what the cell printed, as it is kept: to standard output, then to standard error."""
        streams = [item for item in self._items if isinstance(item, Stream)]
        texts = ("".join(one.text() for one in streams if one.name == name) for name in ("stdout", "stderr"))
        return "\n".join(text for text in texts if text)

    def stored(self) -> list[dict[str, Any]]:
        """Return the outputs as nbformat 4 has them, of each stream one between two that are none."""
        return stdout_first([*map(_stored, self._items), *self._rest()])

    def _rest(self) -> Iterator[dict[str, Any]]:
        if self._left_out:
            says = f"[nbtrack: {self._left_out:,} more outputs left out]\n"
            yield {"output_type": "stream", "name": "stderr", "text": [says]}

    def _add(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "stream":
            self._print(str(content.get("name", "stdout")), str(content.get("text", "")))
            return
        self._rich += _size(content)
        if self._rich > MOST_RICH_CHARACTERS and kind != "error":
            self._left_out += 1
            return
        self._rich += sum(stream.size for stream in self._streams.values())
        self._streams = {}
        output = _MAKERS[kind](content)
        self._items.append(output)
        if (name := _display_id(content)) and kind != "error":
            self._displays.setdefault(name, []).append(output)

    def _print(self, name: str, text: str) -> None:
        if name not in self._streams:
            self._streams[name] = Stream(name)
            self._items.append(self._streams[name])
        self._streams[name].add(text)

    def _clear(self, *, later: bool) -> None:
        self._clears_next = later
        if not later:
            self._items, self._streams, self._displays = [], {}, {}
            self._rich = self._left_out = 0


def _display_id(content: dict[str, Any]) -> str:
    return str((content.get("transient") or {}).get("display_id") or "")


def _size(content: dict[str, Any]) -> int:
    return sum(len(value) for value in (content.get("data") or {}).values() if isinstance(value, str))


def _display(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": content.get("metadata", {}),
        "data": content.get("data", {}),
    }


def _result(content: dict[str, Any]) -> dict[str, Any]:
    count = content.get("execution_count")
    return {**_display(content), "output_type": "execute_result", "execution_count": count}


def _error(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": str(content.get("ename", "")),
        "evalue": str(content.get("evalue", "")),
        "traceback": [str(line) for line in content.get("traceback", ())],
    }


_MAKERS = {"display_data": _display, "execute_result": _result, "error": _error}


def _stored(item: Stream | dict[str, Any]) -> dict[str, Any]:
    if isinstance(item, Stream):
        return {"output_type": "stream", "name": item.name, "text": item.text().splitlines(keepends=True)}
    if "data" not in item:
        return dict(item)
    data = {
        mime: value.splitlines(keepends=True)
        if isinstance(value, str) and (mime.startswith("text/") or mime in _SPLIT_MIMES)
        else value
        for mime, value in item["data"].items()
    }
    return {**item, "data": data}
