"""Kernel descriptions: the `kernel.json` files that Jupyter finds kernels by."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.errors import KernelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.notebook.document import Notebook

NATIVE = "python3"
LIST = "`jupyter kernelspec list` shows what is installed; `--kernel NAME` chooses one"
_NAME = re.compile(r"[A-Za-z0-9._-]+")  # jupyter_client.kernelspec, `_is_valid_kernel_name`
_FIELD = re.compile(r"\{([A-Za-z0-9_]+)\}")
_LOCAL = "local-provisioner"  # jupyter_client's name for its own
_LAUNCHER = ("-m", "ipykernel_launcher", "-f", "{connection_file}")


class Spec(NamedTuple):
    """A kernel's name, its program and environment variables, how it is interrupted and by what started."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    interrupt_by_message: bool = False
    provisioner: str = ""  # where it is not Jupyter's local one

    @property
    def interpreter(self) -> tuple[str, ...] | None:
        """Return the Python, and its options, that ipykernel starts with; None for other kernels."""
        split = len(self.argv) - len(_LAUNCHER)
        return self.argv[:split] if split > 0 and self.argv[split:] == _LAUNCHER else None

    def command(self, connection_file: str) -> list[str]:
        """Return the words that start the kernel."""
        return [
            _FIELD.sub(lambda m: {"connection_file": connection_file}.get(m[1], m[0]), a) for a in self.argv
        ]


def find_spec(notebook: Notebook, name: str | None) -> Spec:
    """Return the description of a kernel, the notebook's own where no name is given; raises KernelError."""
    name = name or _named_in(notebook) or NATIVE
    name = NATIVE if name == "python" else name  # as jupyter_client does, for old notebooks
    for folder in _folders(name):
        path = os.path.join(folder, "kernel.json")
        if os.path.isfile(path):
            return _spec(name, folder, _described(path, name))
    if name == NATIVE:
        return Spec(NATIVE, (sys.executable, *_LAUNCHER), {})
    raise KernelError(f"there is no kernel {name!r} on this machine", hint=LIST)


def _named_in(notebook: Notebook) -> str | None:
    metadata = notebook.data.get("metadata")
    found = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = found.get("name") if isinstance(found, dict) else None
    return name if isinstance(name, str) else None


def _folders(name: str) -> Iterator[str]:
    from jupyter_core.paths import jupyter_path

    if not _NAME.fullmatch(name) or name in (".", ".."):
        return
    for folder in jupyter_path("kernels"):
        yield os.path.join(folder, name)
        yield os.path.join(folder, name.lower())  # folders are lower-case where kernels were installed


def _described(path: str, name: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError) as error:
        raise KernelError(f"the kernel.json of kernel {name!r} is no JSON: {error}", hint=LIST) from None
    argv = found.get("argv") if isinstance(found, dict) else None
    if not (
        isinstance(argv, list)
        and (argv or _provisioner(found))
        and all(isinstance(word, str) for word in argv)
    ):
        raise KernelError(f"the kernel.json of kernel {name!r} names no program", hint=LIST)
    return {**found, "argv": argv}


def _spec(name: str, folder: str, found: dict[str, Any]) -> Spec:
    fields = {"prefix": sys.prefix, "resource_dir": folder}
    argv = [_FIELD.sub(lambda m: fields.get(m[1], m[0]), word) for word in found["argv"]]
    if argv and argv[0] in ("python", "python3", f"python3.{sys.version_info[1]}"):
        argv[0] = sys.executable  # as jupyter_client does: the one on the path may be another's
    env = found.get("env") if isinstance(found.get("env"), dict) else {}
    filled = {str(key): os.path.expandvars(str(value)) for key, value in (env or {}).items()}
    by_message = found.get("interrupt_mode") == "message"
    return Spec(name, tuple(argv), filled, by_message, _provisioner(found))


def _provisioner(found: dict[str, Any]) -> str:
    metadata = found.get("metadata")
    named = metadata.get("kernel_provisioner") if isinstance(metadata, dict) else None
    name = named.get("provisioner_name") if isinstance(named, dict) else None
    return name if isinstance(name, str) and name != _LOCAL else ""
