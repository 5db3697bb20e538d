"""Which files are a pair: what the notebook, the text's header or jupytext's settings say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import PairError
from nbtrack.notebook.files import load
from nbtrack.pairing.formats import NOTEBOOK, Format, parse_formats, settled, short_formats
from nbtrack.pairing.jupytext_settings import JupytextSettings, settings_in
from nbtrack.pairing.naming import Base, base_of, path_of
from nbtrack.pairing.text_header import read_header
from nbtrack.project import find_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.notebook.document import Notebook

    Lookup = Callable[[str], JupytextSettings]


class Pair(NamedTuple):
    """A notebook, its text twin, and how jupytext is to write that."""

    notebook: str
    text: str
    fmt: Format


def pairs_of(path: str, lookup: Lookup = settings_in) -> list[Pair]:
    """Return the pairs that a file belongs to, none for a file that has no twin; raises PairError.

    `lookup` returns the settings of a folder; whoever asks for many files can give one that remembers.
    """
    if not path.endswith(NOTEBOOK):
        return _pairs_of_text(path, lookup)
    return pairs_of_notebook(load(path), lookup) if os.path.exists(path) else _pairs_without(path, lookup)


def notebook_path(path: str) -> str:
    """Return the notebook that a text is paired with, the path itself where it is none; raises PairError."""
    found = [] if path.endswith(NOTEBOOK) else pairs_of(path)
    return found[0].notebook if found else path


def pairs_of_notebook(notebook: Notebook, lookup: Lookup = settings_in) -> list[Pair]:
    """Return a notebook's pairs, one for each text format."""
    settings = lookup(os.path.dirname(notebook.path))
    formats = said_by_notebook(notebook.metadata) or _said_by_settings(notebook.path, settings)
    return _pairs(notebook.path, settled(formats, notebook.metadata), settings)


def pairs_of_formats(path: str, formats: tuple[Format, ...], lookup: Lookup = settings_in) -> list[Pair]:
    """Return the pairs that a file would belong to, were its formats these; raises PairError."""
    metadata = load(path).metadata if path.endswith(NOTEBOOK) else {}
    found = _pairs(path, settled(formats, metadata), lookup(os.path.dirname(path)))
    if not found:
        raise PairError(
            f'cannot pair {path}: "{short_formats(formats)}" names no text for it',
            hint="name a format of jupytext, as `--to py:percent`",
        )
    return found


def may_be_paired(raw_b: bytes, settings: JupytextSettings) -> bool:
    """Tell without parsing whether a notebook can have a twin at all."""
    return bool(settings.groups) or b'"jupytext' in raw_b


def said_by_notebook(metadata: dict[str, Any]) -> tuple[Format, ...]:
    """Return the formats in a notebook's own metadata."""
    jupytext = metadata.get("jupytext")
    said = jupytext.get("formats") if isinstance(jupytext, dict) else metadata.get("jupytext_formats")
    return parse_formats(said) if isinstance(said, str) else ()


def _said_by_settings(path: str, settings: JupytextSettings) -> tuple[Format, ...]:
    return next((g for g in settings.groups if any(base_of(path, f, settings.folder) for f in g)), ())


def _pairs_without(path: str, lookup: Lookup) -> list[Pair]:
    settings = lookup(os.path.dirname(path))
    return _pairs(path, settled(_said_by_settings(path, settings), {}), settings)


def _pairs_of_text(path: str, lookup: Lookup) -> list[Pair]:
    settings = lookup(os.path.dirname(path))
    header = read_header(path)
    found = _pairs(path, header.formats, settings) if header and header.formats else []
    if not found:
        candidates = _pairs(path, _said_by_settings(path, settings), settings)
        found = [pair for pair in candidates if header or os.path.exists(pair.notebook)]
    notebook = found[0].notebook if found else os.path.splitext(path)[0] + NOTEBOOK
    if os.path.exists(notebook):  # its own word counts more than the header's
        found = pairs_of_notebook(load(notebook), lookup) or found
    return [pair._replace(text=path) for pair in found if _same(pair.text, path)]


def _pairs(path: str, formats: tuple[Format, ...], settings: JupytextSettings) -> list[Pair]:
    notebook_format = next((fmt for fmt in formats if fmt.extension == NOTEBOOK), None)
    texts = [fmt for fmt in formats if fmt.extension != NOTEBOOK]
    if notebook_format is None or not texts:
        return []
    base = _base(path, formats, settings)
    notebook = _placed(path, base, notebook_format)
    return [Pair(notebook, text, _named(fmt, text)) for fmt in texts for text in [_placed(path, base, fmt)]]


def _base(path: str, formats: tuple[Format, ...], settings: JupytextSettings) -> Base:
    for fmt in formats:
        base = base_of(path, fmt, settings.folder)
        if base and _same(path_of(base, fmt) or "", path):
            return base
    raise PairError(
        f'{path}: its formats "{short_formats(formats)}" do not fit its own name and folder',
        hint="move it back, or take the pairing away with `nbtrack pair --unpair`",
    )


def _placed(path: str, base: Base, fmt: Format) -> str:
    """Return the path of one side, as people would write it; never one outside the project.

    The formats may come from a stranger's notebook, and the file is going to be written.
    """
    found = path_of(base, fmt)
    root = os.path.realpath(find_root(path))
    if found is None or not os.path.realpath(found).startswith(os.path.join(root, "")):
        raise PairError(
            f'{path}: the format "{fmt.short}" leads outside the project {root}',
            hint="keep both sides below the folder that holds .git, pyproject.toml or nbtrack.toml",
        )
    return path if _same(found, path) else _as_written(found, path)


def _as_written(found: str, path: str) -> str:
    return found if os.path.isabs(path) else os.path.relpath(found)


def _named(fmt: Format, text: str) -> Format:
    """Keep the format that an existing text says it is in, where the formats leave that open."""
    header = None if fmt.name else read_header(text)
    return fmt._replace(name=header.format_name) if header else fmt


def _same(one: str, other: str) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)
