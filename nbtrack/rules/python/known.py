"""Names that are there before the first cell runs."""

from __future__ import annotations

import builtins

# What IPython puts into the namespace of a kernel, and builtins of newer Pythons and other systems.
_IPYTHON = frozenset(
    (
        *("In", "Out", "_", "__", "___", "_dh", "_exit_code", "_i", "_ih", "_ii", "_iii", "_oh", "_sh"),
        *("__IPYTHON__", "display", "execfile", "exit", "get_ipython", "quit", "runfile"),
    )
)
_OTHER_BUILTINS = frozenset(
    ("PythonFinalizationError", "WindowsError", "copyright", "credits", "help", "license")  # `site` adds some
)
_MODULE = frozenset(
    (
        *("__annotations__", "__builtin__", "__builtins__", "__doc__", "__loader__", "__name__"),
        *("__package__", "__session__", "__spec__", "__vsc_ipynb_file__"),
    )
)
# What the notebooks of hosted platforms find there: a session of Spark, and the platform's own tools.
PLATFORM_OF = {
    **dict.fromkeys(("spark", "sc", "sqlContext", "sqlCtx"), "platforms of Spark"),
    **dict.fromkeys(("dbutils", "displayHTML", "_sqldf"), "Databricks"),
    **dict.fromkeys(("mssparkutils", "notebookutils"), "Azure Synapse and Fabric"),
    "_dntk": "Deepnote",
}
# Used to port code to Python 3, where it asks which Python runs it.
OF_PYTHON_2 = frozenset(
    (
        *("apply", "basestring", "buffer", "cmp", "coerce", "file", "intern", "long", "raw_input"),
        *("reduce", "reload", "unichr", "unicode", "xrange"),
    )
)


def known_names(more: tuple[str, ...]) -> frozenset[str]:
    """Return builtins, the kernel's own names and those that a project adds."""
    return (
        frozenset(dir(builtins)) | _IPYTHON | _OTHER_BUILTINS | _MODULE | PLATFORM_OF.keys() | frozenset(more)
    )
