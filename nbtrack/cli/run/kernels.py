"""The kernels of one command: those of the same kind come from one server."""

from __future__ import annotations

from nbtrack.cli.run.place import variables_in
from nbtrack.record.kernels.servers import server_of
from nbtrack.record.kernels.spec import find_spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from nbtrack.cli.options import Args
    from nbtrack.notebook.document import Notebook
    from nbtrack.record.kernels.servers import Server


class Kernels:
    """Starts a server for each kind of kernel when it is first needed, and ends them all."""

    def __init__(self, args: Args) -> None:
        self._name = args.value("kernel")
        self.variables = variables_in(args.values("env"))
        self._servers: dict[tuple[str, ...], Server] = {}

    def of(self, notebook: Notebook) -> Server:
        """Return the server for a notebook's kernel; raises KernelError where there is no such kernel."""
        spec = find_spec(notebook, self._name)
        kind = (spec.name, *spec.argv)
        if kind not in self._servers:
            self._servers[kind] = server_of(spec, self.variables)
        return self._servers[kind]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.close()
