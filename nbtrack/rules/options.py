"""What a project may tell the rules, from `[tool.nbtrack.check]` and `[tool.nbtrack.strip]`."""

from __future__ import annotations

from nbtrack.notebook.strip.policy import StripPolicy, policy_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.settings import Settings

MAX_OUTPUT_SIZE = 500_000


class Options:
    """What rules may be told; `max_output_size` is in characters, as sizes of outputs are in `strip`."""

    __slots__ = ("builtins", "kernels", "magic_plugins", "magics", "max_output_size", "policy")

    def __init__(
        self,
        *,
        policy: StripPolicy | None = None,
        max_output_size: int = MAX_OUTPUT_SIZE,
        kernels: tuple[str, ...] = (),
        builtins: tuple[str, ...] = (),
        magics: dict[str, str] | None = None,
        magic_plugins: tuple[str, ...] = (),
    ) -> None:
        self.policy = policy or StripPolicy()
        self.max_output_size = max_output_size
        self.kernels = kernels
        self.builtins = builtins
        self.magics = magics or {}
        self.magic_plugins = magic_plugins


def options_from(settings: Settings) -> Options:
    """Return what the settings of a folder tell the rules."""
    return Options(
        policy=policy_from(settings),
        max_output_size=settings.value("check.max-output-size"),
        kernels=settings.value("check.kernels"),
        builtins=settings.value("check.builtins"),
        magics=settings.value("extract.magics"),
        magic_plugins=settings.value("extract.plugins"),
    )
