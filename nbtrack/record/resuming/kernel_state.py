"""What a kernel is told so that it keeps its state, or takes one up: expressions for its interpreter."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "in_kernel")
_MODULE = "nbtrack_state"

# Loads `in_kernel` under a name of its own, once, and leaves no name behind.
_LOADED = (
    "(lambda sys, util: sys.modules.get({name!r}) or (lambda spec: (lambda module: ("
    "sys.modules.__setitem__({name!r}, module), spec.loader.exec_module(module), module)[-1])"
    "(util.module_from_spec(spec)))"
    "(util.spec_from_file_location({name!r}, {path!r}, submodule_search_locations=[{folder!r}])))"
    "(__import__('sys'), __import__('importlib.util').util)"
).format(name=_MODULE, path=os.path.join(_FOLDER, "__init__.py"), folder=_FOLDER)

BEGIN = f"{_LOADED}.begin()"
READY = "1"


def keep_order(order: dict[str, Any]) -> str:
    """Return what has the kernel write its state, as `nbtrack.record.resuming.in_kernel.keep` does."""
    return f"{_LOADED}.keep({json.dumps({**order, 'cloudpickle': cloudpickle_path()})!r})"


def restore_order(order: dict[str, Any]) -> str:
    """Return what has the kernel take up a state, as `nbtrack.record.resuming.in_kernel.restore` does."""
    return f"{_LOADED}.restore({json.dumps({**order, 'cloudpickle': cloudpickle_path()})!r})"


def cloudpickle_path() -> str:
    """Return the file of cloudpickle that nbtrack has: one module, which needs nothing else."""
    found = find_spec("cloudpickle")
    folder = next(iter(found.submodule_search_locations or ())) if found else ""
    return os.path.join(folder, "cloudpickle.py")


def pickling() -> str:
    """Return a digest of what writes and reads states: another version may not read what this one wrote."""
    digest = sha256()
    for path in (cloudpickle_path(), *(os.path.join(_FOLDER, name) for name in sorted(os.listdir(_FOLDER)))):
        if path.endswith(".py"):
            with open(path, "rb") as file:
                digest.update(file.read())
    return digest.hexdigest()
