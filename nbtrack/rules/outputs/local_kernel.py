"""The notebook names a kernel that only its author has.

## What it does
Finds kernel names that no language installs by itself: names of conda and virtual environments, of a
course, or with the digest that VS Code once put in. One that is called as its language is no finding.

## Why it matters
Whoever runs the notebook elsewhere, CI included, gets "no such kernel" or is asked to choose one.

## Example
`"kernelspec": {"display_name": "homl3", "language": "python", "name": "homl3"}`

## Fix and its safety
For Python, the kernel becomes `python3`, the name that ipykernel installs everywhere: unsafe, as on the
author's machine this may stand for another environment.

## Options
`kernels` in `[tool.nbtrack.check]`: further names that are known to everybody who works on the project.

## On real notebooks
In 255 notebooks, 20: 18 times the environment of a book, twice `python39464bit…`. All of them really are
local. In 585 others 40: environments of conda (`conda-base-py`) and `myenv`. An empty name, which 54 of them
had, is no finding since. In 432 more 42, environments of conda and `analysis`, `ana`, `tobler`: all local.

## Source
jupyter_client, "Making kernels for Jupyter": kernelspec names; the names that kernels install by default.
"""

from __future__ import annotations

from nbtrack.notebook.edits import Edit
from nbtrack.rules.finding import Finding, Fix
from nbtrack.rules.place import in_notebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

# What kernels call themselves when nobody says otherwise; a trailing * stands for a version.
_COMMON = frozenset((
    "python", "python2", "python3", "ir", "bash", "calysto_bash", "deno", "javascript", "jslab",
    "typescript", "tslab", "octave", "matlab", "sas", "stata", "almond", "scala", "spylon-kernel",
    "pysparkkernel", "sparkkernel", "sparkrkernel", "rust", "gophernotes", "gonb", "haskell", "clojure",
    "lein-clojure", "java", "kotlin", "perl", "iperl", "php", "ruby", "sos", "xpython", "xeus-python",
    "xr", "xcpp11", "xcpp14", "xcpp17", "xcpp20", ".net-csharp", ".net-fsharp", ".net-powershell",
    "coconut", "coq", "maxima", "powershell", "sql", "xsqlite",
))  # fmt: skip
_VERSIONED = ("julia-", "sagemath", "scala", "root", "lua", "ocaml", "wolframlanguage", "xeus-")
_PYTHON = {"name": "python3", "display_name": "Python 3 (ipykernel)"}


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find a kernel name that is not common."""
    notebook = subject.notebook
    spec = notebook.metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(name, str) or not name or name in subject.options.kernels:
        return
    if _is_common(name) or _is_of_the_language(name, notebook.language):
        return
    place = in_notebook("metadata", "kernelspec", "name")
    fix = None
    if notebook.language == "python":
        edits = tuple(Edit(("metadata", "kernelspec", key), value) for key, value in _PYTHON.items())
        fix = Fix("name the kernel python3", edits, "unsafe")
    yield Finding(rule, place, f'the kernel "{name}" is not one that others have', fix)


def _is_common(name: str) -> bool:
    name = name.lower()
    return name in _COMMON or name.startswith(_VERSIONED)


def _is_of_the_language(name: str, language: str) -> bool:
    """Tell whether a kernel is called as its language, as most are: `scilab`, `gnuplot_kernel`."""
    plain = name.lower().removeprefix("calysto_").removesuffix("kernel").rstrip("-_")
    return plain == language
