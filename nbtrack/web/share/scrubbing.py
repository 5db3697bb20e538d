"""Take out of texts what is not for everybody: secrets, and the names of people's home folders."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.document import joined, parse
from nbtrack.rules.leaks.home_path import HOME_FOLDER, NOBODY
from nbtrack.rules.leaks.secret_spans import kinds_in, secret_spans
from nbtrack.rules.leaks.texts import ENCODED
from nbtrack.terminal import without_colours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell, Notebook

_OUTPUTS = ("stream", "display_data", "execute_result", "error")
_SOMEBODY = "somebody"
_SHORTEST = 6  # characters; less may stand anywhere by chance


class Scrubber:
    """Scrub texts, and remember what was taken out and where."""

    def __init__(self) -> None:
        self._home = re.compile(HOME_FOLDER)
        self._found: Counter[tuple[str, str]] = Counter()
        self._secrets: dict[str, str] = {}

    @property
    def found(self) -> list[dict[str, Any]]:
        """Return what was taken out, never the thing itself."""
        return [
            {"what": what, "where": where, "count": count} for (what, where), count in self._found.items()
        ]

    def text(self, text: str, where: str) -> str:
        """Return a text without secrets and names of people."""
        for start, end, what, instead in sorted(self._spans(text), reverse=True):
            if instead != _SOMEBODY:
                self._secrets[text[start:end]] = instead
            text = text[:start] + instead + text[end:]
            self._found[what, where] += 1
        return text

    def everywhere(self, text: str) -> str:
        """Return a finished text without the secrets found anywhere: a command line may repeat them."""
        for secret, instead in self._secrets.items():
            if len(secret) >= _SHORTEST:
                text = text.replace(secret, instead).replace(html.escape(secret), instead)
        return text

    def value(self, value: object, name: str, where: str) -> Any:
        """Return a JSON value scrubbed; what a text is called can tell that it is a secret."""
        if isinstance(value, str):
            before, after = f'"{name}": "', '"'
            made = self.text(f"{before}{value}{after}", where)
            return made.removeprefix(before).removesuffix(after)
        if isinstance(value, list):
            return [self.value(one, name, where) for one in value]
        if isinstance(value, dict):
            return {
                self.text(str(key), where): self.value(one, str(key), where) for key, one in value.items()
            }
        return value

    def notebook(self, notebook: Notebook, where: str) -> Notebook:
        """Return a notebook with all its texts scrubbed, except pictures."""
        found = {
            "cells": [self._cell(cell, f"cell {cell.number} of {where}") for cell in notebook.cells],
            "metadata": {"language_info": {"name": notebook.language}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        return parse(json.dumps(found).encode("ascii"), notebook.path)

    def _cell(self, cell: Cell, where: str) -> dict[str, Any]:
        """Return what is known of a cell: what is not could hold anything."""
        made: dict[str, Any] = {
            "cell_type": cell.kind,
            "source": self.text(cell.source, where),
            "metadata": {"tags": [self.text(tag, where) for tag in cell.tags]},
        }
        if cell.id:
            made["id"] = cell.id
        if attached := cell.data.get("attachments"):
            made["attachments"] = self._pictures(attached, where)
        if cell.kind == "code":
            known = [one for one in cell.outputs if one.get("output_type") in _OUTPUTS]
            made |= {"execution_count": cell.count, "outputs": [self._output(one, where) for one in known]}
        return made

    def _pictures(self, attached: object, where: str) -> dict[str, Any]:
        """Return the attachments that are pictures of pixels."""
        bundles = attached.items() if isinstance(attached, dict) else ()
        return {
            self.text(name, where): {mime: one for mime, one in bundle.items() if mime in ENCODED}
            for name, bundle in bundles
            if isinstance(bundle, dict)
        }

    def _output(self, output: dict[str, Any], where: str) -> dict[str, Any]:
        made = dict(output)
        for name in ("text", "evalue", "traceback"):
            if name in output:
                raw = output[name]
                text = self.coloured("\n".join(map(str, raw)) if name == "traceback" else joined(raw), where)
                made[name] = text.split("\n") if name == "traceback" else text
        data = output.get("data")
        if isinstance(data, dict):
            made["data"] = {mime: self._part(mime, one, where) for mime, one in data.items()}
        return made

    def _part(self, mime: str, value: object, where: str) -> Any:
        if mime.startswith(ENCODED):
            return value
        is_text = isinstance(value, str) or (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
        )
        return self.coloured(joined(value), where) if is_text else self.value(value, mime, where)

    def coloured(self, text: str, where: str) -> str:
        """Return a text for a terminal scrubbed; colours stand between a name and its value."""
        bare = without_colours(text)
        made = self.text(bare, where)
        return text if made == bare else made

    def _spans(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        taken: list[tuple[int, int]] = []
        for kind, (start, end) in secret_spans(text, kinds_in(text)):
            taken.append((start, end))
            yield start, end, kind.name, f"[{kind.name} removed]"
        for match in self._home.finditer(text):
            start, end = match.span(1)
            if match[1].lower() not in NOBODY and not any(start < to and begin < end for begin, to in taken):
                yield start, end, "name of a home folder", _SOMEBODY
