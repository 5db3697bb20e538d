"""Code reads a file that is not beside the notebook.

## What it does
Looks, without running anything, for the files that code reads by a relative path (`read_csv("data/x.csv")`,
`open("x.json")`, `np.load`, `Image.open` and so on) in the notebook's folder, and finds those that are not
there.

## Why it matters
The file was never committed, or has another name: the notebook runs only where somebody still has it.

## Example
`cell 3, line 2: NBT406 "data/train.csv" is read, but it is not there`

## Fix and its safety
None: commit the file, or let the notebook fetch it.

## Options
Off unless it is selected, as data is often kept out of git on purpose. Left out are files whose name stands
anywhere else in the notebook, as it may write them; notebooks that download, unpack, clone or change their
folder; what stands in an `if` or a `try`; and notebooks from stdin.

## On real notebooks
No finding in the 255 notebooks it was read on, as nearly all of those that read files fetch or write them. In
432 others 2 in one, both right: a dictionary and a model that another notebook writes and nobody committed.

## Source
Pimentel et al., "A large-scale study about quality and reproducibility of Jupyter notebooks", MSR 2019, where
files that are missing are among the common reasons why notebooks do not run again.
"""

from __future__ import annotations

import os

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.portability.path_texts import PathText
    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

# With one of these, files may come from anywhere or be looked for elsewhere.
_FETCHING = (
    *("chdir", "%cd", "!cd ", "download", "extract"),
    *("unzip", "unpack", "git clone", "urlretrieve", "get_file"),
    *("wget", "curl", "gdown", "rsync", "gsutil", "tar ", "cp ", "copyfile", "copytree", "shutil"),
    *("sys.path", "zipfile", "subprocess", "os.system"),
)
_SPECIAL = frozenset(":*?[{%$\0")  # an address, a pattern, a template
_WRITING = frozenset("wax+")
_READING = frozenset(
    (
        *("ExcelFile", "VideoCapture", "genfromtxt", "imread", "load", "load_model", "loadmat", "loadtxt"),
        *("open", "read_csv", "read_excel", "read_feather", "read_file", "read_json", "read_parquet"),
        *("read_pickle", "read_table", "scan_csv", "scan_parquet"),
    )
)


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find each missing file once."""
    path, text = subject.notebook.path, subject.notebook.text
    code = "\n".join(cell.source for cell in subject.notebook.cells if cell.kind == "code")
    if not os.path.isfile(path) or any(word in code for word in _FETCHING):
        return
    read = list(_read(subject))
    if read:
        subject.looks_outside()
    names = [os.path.basename(found.value) for _, found in read]
    seen: set[str] = set()
    for cell, found in read:
        name = os.path.basename(found.value)
        is_named_elsewhere = text.count(name) > names.count(name)
        if found.value in seen or is_named_elsewhere:
            continue
        seen.add(found.value)
        if not os.path.exists(os.path.join(os.path.dirname(path), found.value)):
            yield Finding(rule, at_node(cell, found.node), f'"{found.value}" is read, but it is not there')


def surroundings(folder: str) -> object:
    """Return nothing: which files count is known only when the notebook is read."""
    del folder
    return None


def _read(subject: Subject) -> Iterator[tuple[PythonCell, PathText]]:
    from nbtrack.rules.portability.path_texts import path_texts

    for cell in subject.python_cells:
        if cell.may_fail:
            continue
        for text in path_texts(cell):
            if text.function in _READING and _is_file_name(text) and not _is_written(text.call):
                yield cell, text


def _is_file_name(text: PathText) -> bool:
    """Tell whether a string is a whole relative path, with an ending."""
    stem, dot, ending = os.path.basename(text.value).rpartition(".")
    is_plain = type(text.node).__name__ == "Constant" and not _SPECIAL.intersection(text.value)
    is_first = text.call is not None and text.node in text.call.args[:1]
    is_relative = not text.value.startswith(("/", "\\", "~"))
    return bool(stem and dot and ending.isalnum()) and is_plain and is_first and is_relative


def _is_written(call: Any) -> bool:
    """Tell whether `open` is given a mode that makes the file."""
    keywords = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes = [getattr(node, "value", "w") for node in [*call.args[1:2], *keywords]]
    return any(isinstance(mode, str) and _WRITING.intersection(mode) for mode in modes)
