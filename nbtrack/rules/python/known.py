"""Names that are there before the first cell runs."""

from __future__ import annotations

import builtins

# What IPython puts into the namespace of a kernel, and builtins of newer Pythons and other systems.
_IPYTHON = frozenset(
    (
        *("In", "Out", "_", "__", "___", "_dh", "_i", "_ih", "_ii", "_iii", "_oh"),
        *("display", "exit", "get_ipython", "quit"),
    )
)
_OTHER_BUILTINS = frozenset(("PythonFinalizationError", "WindowsError"))
_MODULE = frozenset(
    ("__name__", "__doc__", "__builtins__", "__spec__", "__loader__", "__package__", "__annotations__")
)
# What the notebooks of hosted platforms find there: a session of Spark, and the platform's own tools.
_PLATFORMS = frozenset(("spark", "sc", "sqlContext", "sqlCtx", "dbutils", "displayHTML"))


def known_names(more: tuple[str, ...]) -> frozenset[str]:
    """Return builtins, the kernel's own names and those that a project adds."""
    return frozenset(dir(builtins)) | _IPYTHON | _OTHER_BUILTINS | _MODULE | _PLATFORMS | frozenset(more)
