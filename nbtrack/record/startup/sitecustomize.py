"""Start to listen in every Python of a run: `site` imports a module of this name before the user's code.

The folder leaves the path at once, and a sitecustomize of the user's own is imported after all.
"""

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


def _listen() -> None:
    try:
        import nbtrack_watch  # type: ignore[import-not-found]

        nbtrack_watch.watch()
    except Exception:  # noqa: BLE001, S110 - a run that cannot be followed still has to run
        pass
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != _HERE]


def _import_own() -> None:
    ours = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # type: ignore[import-not-found]  # noqa: F401
    except ImportError as error:
        if error.name != "sitecustomize":
            raise
        if ours is not None:  # the import that is under way looks for it there
            sys.modules["sitecustomize"] = ours


_listen()
_import_own()
