"""Tell what is Python 3 in a notebook that says so, and in one that says it only between the lines."""

from __future__ import annotations

from nbtrack.notebook.python_version import ran_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell, Notebook

# Kernels of other languages, for notebooks that name a kernel and no language.
_FOREIGN_KERNELS = (
    *(".net", "almond", "ansible", "apache_toree", "bash", "calysto", "cling", "clojure", "coq", "deno"),
    *("elixir", "evcxr", "fsharp", "gnuplot", "gophernotes", "haskell", "ihaskell", "ijavascript", "ir"),
    *("iruby", "java", "javascript", "julia", "kotlin", "lua", "maple", "mathematica", "matlab", "maxima"),
    *("octave", "perl", "php", "powershell", "prolog", "ruby", "rust", "sagemath", "sas", "scala", "sos"),
    *("spylon", "sql", "stata", "swift", "typescript", "wolfram", "xcpp", "xr", "xsql"),
)
_PYTHON = ("python", "ipython")


def is_python(notebook: Notebook) -> bool:
    """Tell whether a notebook is written in Python, as it is where it does not say."""
    language = notebook.declared_language
    if language is not None:
        return language.startswith(_PYTHON)
    kernel = _kernel(notebook)
    word = kernel.replace("_", "-").partition("-")[0].rstrip("0123456789.")
    return kernel not in _FOREIGN_KERNELS and word not in _FOREIGN_KERNELS


def is_python_2(notebook: Notebook) -> bool:
    """Tell whether a notebook ran in Python 2."""
    info = notebook.metadata.get("language_info")
    version = info.get("version") if isinstance(info, dict) else None
    if isinstance(version, str):
        return version.startswith("2")
    return "python2" in _kernel(notebook).replace(" ", "").replace("-", "")


def runs_annotations(notebook: Notebook) -> bool:
    """Tell whether Python evaluates annotations where they stand, as it did before 3.14 (PEP 649)."""
    version = ran_in(notebook)
    return version is None or version < (3, 14)


def is_python_cell(cell: Cell) -> bool:
    """Tell whether a code cell is for the kernel: editors keep cells in SQL or for a shell beside those."""
    metadata = cell.metadata
    languages = [metadata.get("deepnote_cell_type", "code"), metadata.get("language", "python")]
    for owner, key in (("vscode", "languageId"), ("noteable", "cell_type"), ("datalore", "type")):
        own = metadata.get(owner)
        languages.append(own.get(key, "python") if isinstance(own, dict) else "python")
    return all(str(language).lower() in ("python", "code", "ipython", "") for language in languages)


def _kernel(notebook: Notebook) -> str:
    spec = notebook.metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    return name.lower() if isinstance(name, str) else ""
