"""Which server starts a kernel: nbtrack's own, or nbclient where the kernel names a provisioner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.record.kernels.server import KernelServer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self, TypeAlias

    from nbtrack.record.kernels.kernel import Kernel
    from nbtrack.record.kernels.provisioned import ProvisionedKernel
    from nbtrack.record.kernels.spec import Spec

    Server: TypeAlias = "KernelServer | ProvisionedServer"
    AnyKernel: TypeAlias = "Kernel | ProvisionedKernel"


class ProvisionedServer:
    """Has each kernel started by the provisioner that its description names."""

    def __init__(self, spec: Spec, variables: Mapping[str, str] | None = None) -> None:
        self.spec = spec
        self.environment = {**os.environ, **spec.env, **(variables or {})}

    def make_kernel(self, folder: str) -> ProvisionedKernel:
        """Return a kernel in a folder, which is yet to be launched."""
        from nbtrack.record.kernels.provisioned import ProvisionedKernel  # it imports what others do without

        return ProvisionedKernel(self.spec, self.environment, folder)

    def close(self) -> None:
        """Do nothing: each kernel was ended by its run."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def server_of(spec: Spec, variables: Mapping[str, str] | None = None) -> Server:
    """Return the server for kernels of a description."""
    return ProvisionedServer(spec, variables) if spec.provisioner else KernelServer(spec, variables)
