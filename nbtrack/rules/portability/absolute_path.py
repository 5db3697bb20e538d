r"""Code names a file by a path of one machine.

## What it does
Finds absolute paths in the strings of code: those that begin with a drive (`C:\data\x.csv`) or with a folder
that only some machines have (`/home`, `/Users`, `/mnt`, `/Volumes`, `/content`, `/kaggle`, `/dbfs` and so
on), and any other absolute path that is given to what opens files (`open`, `read_csv`, `Path` and so on).

## Why it matters
The notebook runs on that machine only: for everybody else the file is somewhere else, or nowhere.

## Example
`cell 2, line 1: NBT405 "/mnt/disk1/train.csv" is a path of one machine`

## Fix and its safety
None: name files relative to the notebook, or make the folder a parameter.

## Options
None. Left out are paths that every Unix has (`/tmp`, `/dev`, `/usr` and so on), addresses and routes of web
applications, keys inside HDF5 files, texts that are compared, replaced or printed, defaults of environment
variables, and what stands in an `if` or a `try`, where code asks where it runs. A path that NBT202 reports as
somebody's home folder is not reported again.

## On real notebooks
No finding in the 255 notebooks it was read on. Their 48 strings that begin like an absolute path were read:
they are pieces of paths, texts that are replaced, and folders below `/tmp`. In 858 others 26 findings in 18,
all of them read and right: files below Colab's `/content` and on drives of Windows. In 432 more one, right.

## Source
The Filesystem Hierarchy Standard says which folders every Unix has.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_LONGEST = 60


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find each such path once in each cell."""
    for cell in subject.python_cells:
        if not any(mark in cell.text for mark in ("'/", '"/', ":\\", ":/")) or cell.may_fail:
            continue
        from nbtrack.rules.portability.path_texts import path_texts
        from nbtrack.rules.portability.paths import is_of_one_machine

        seen: set[str] = set()
        for text in path_texts(cell):
            if text.value not in seen and is_of_one_machine(text):
                seen.add(text.value)
                shown = text.value if len(text.value) <= _LONGEST else f"{text.value[:_LONGEST]}…"
                yield Finding(rule, at_node(cell, text.node), f'"{shown}" is a path of one machine')
