"""What a person wants stripped and kept, as one frozen value."""

from __future__ import annotations

from nbtrack.notebook.patterns import Patterns
from nbtrack.notebook.strip.kernel import LEAVING
from nbtrack.notebook.strip.metadata import MetadataFilter
from nbtrack.notebook.strip.texts import Texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.settings import Settings

# What Jupyter and its front ends write while a notebook is used, and nobody means to share. The dotted paths
# start at the notebook ("metadata.") or at each cell ("cell."). From "signature" on: as nbstripout has it.
TRANSIENT_METADATA = (
    "metadata.orig_nbformat",
    "metadata.trusted",
    "metadata.vscode",
    "metadata.signature",
    "metadata.widgets",
    "cell.metadata.ExecuteTime",
    "cell.metadata.collapsed",
    "cell.metadata.execution",
    "cell.metadata.heading_collapsed",
    "cell.metadata.hidden",
    "cell.metadata.scrolled",
)
_DERIVED = frozenset({"metadata", "texts", "drops_all_outputs", "empties_all", "looks_at_every_cell"})


class StripPolicy:
    """How to strip.

    Output types are `type` or `type:name` (`stream:stderr`); MIME types, metadata keys and tags may hold `*`.
    `keep_size` is in characters of an output's texts, as nbstripout counts them. `only_metadata`, where it
    is not empty, is the complete list of metadata that stays. `keep_types` and `keep_mimes` hold as well for
    cells that keep their outputs, as with nbstripout, unless `own_word_wins`: what a project asks for is not
    asked of a cell that was marked on purpose.
    """

    __slots__ = (
        "drop_addresses",
        "drop_empty",
        "drop_matching",
        "drop_metadata",
        "drop_mimes",
        "drop_outputs",
        "drop_tags",
        "drop_types",
        "drops_all_outputs",
        "empties_all",
        "ids",
        "keep_counts",
        "keep_init_cells",
        "keep_metadata",
        "keep_mimes",
        "keep_size",
        "keep_tags",
        "keep_types",
        "kernel",
        "looks_at_every_cell",
        "metadata",
        "only_metadata",
        "own_word_wins",
        "texts",
    )

    def __init__(
        self,
        *,
        drop_outputs: bool = True,
        keep_counts: bool = False,
        keep_tags: tuple[str, ...] = ("keep_output",),
        keep_init_cells: bool = True,
        keep_size: int = 0,
        keep_types: tuple[str, ...] = (),
        drop_types: tuple[str, ...] = (),
        keep_mimes: tuple[str, ...] = (),
        drop_mimes: tuple[str, ...] = (),
        drop_matching: tuple[str, ...] = (),
        drop_addresses: bool = False,
        drop_tags: tuple[str, ...] = (),
        drop_empty: bool = False,
        drop_metadata: tuple[str, ...] = TRANSIENT_METADATA,
        keep_metadata: tuple[str, ...] = (),
        only_metadata: tuple[str, ...] = (),
        ids: str = "keep",
        kernel: str = "keep",
        own_word_wins: bool = False,
    ) -> None:
        self.drop_outputs = drop_outputs
        self.keep_counts = keep_counts
        self.keep_tags = Patterns(keep_tags)
        self.keep_init_cells = keep_init_cells
        self.keep_size = keep_size
        self.keep_types = keep_types
        self.drop_types = drop_types
        self.keep_mimes = Patterns(keep_mimes)
        self.drop_mimes = Patterns(drop_mimes)
        self.drop_matching = drop_matching
        self.drop_addresses = drop_addresses
        self.texts = Texts(drop_matching, drop_addresses=drop_addresses)
        self.drop_tags = Patterns(drop_tags)
        self.drop_empty = drop_empty
        self.drop_metadata = drop_metadata
        self.keep_metadata = keep_metadata
        self.only_metadata = only_metadata
        self.ids = ids
        self.kernel = kernel
        self.own_word_wins = own_word_wins
        self.drops_all_outputs = drop_outputs and not (keep_size or keep_types or keep_mimes)
        self.metadata = MetadataFilter(
            (*drop_metadata, *LEAVING[kernel]), keep_metadata, only_metadata, self.keep_tags
        )
        self.looks_at_every_cell = bool(
            ids != "keep" or drop_empty or drop_tags or self.metadata.names_other_keys
        )
        # Of cells that have no say themselves all outputs and counts leave, and nothing else but metadata.
        self.empties_all = self.drops_all_outputs and not (
            keep_counts or kernel == "canonical" or self.looks_at_every_cell
        )

    def for_marked(self) -> StripPolicy:
        """Return the policy for what says of itself that its outputs stay."""
        if self.own_word_wins and (self.keep_types or self.keep_mimes):
            return self.replaced(keep_types=(), keep_mimes=())
        return self

    def replaced(self, **changes: Any) -> StripPolicy:
        """Return the policy with some fields changed."""
        fields = {name: getattr(self, name) for name in self.__slots__ if name not in _DERIVED}
        return StripPolicy(**fields | changes)


def policy_from(settings: Settings) -> StripPolicy:
    """Return the policy that [tool.nbtrack.strip] describes."""
    return StripPolicy(
        drop_outputs=not settings.value("strip.keep-outputs"),
        keep_counts=settings.value("strip.keep-counts"),
        keep_tags=settings.value("strip.keep-tags"),
        keep_init_cells=settings.value("strip.keep-init-cells"),
        keep_size=settings.value("strip.keep-size"),
        keep_types=settings.value("strip.keep-types"),
        drop_types=settings.value("strip.drop-types"),
        keep_mimes=settings.value("strip.keep-mimes"),
        drop_mimes=settings.value("strip.drop-mimes"),
        drop_matching=settings.value("strip.drop-matching"),
        drop_addresses=settings.value("strip.drop-addresses"),
        drop_tags=settings.value("strip.drop-tags"),
        drop_empty=settings.value("strip.drop-empty"),
        drop_metadata=TRANSIENT_METADATA + settings.value("strip.drop-metadata"),
        keep_metadata=settings.value("strip.keep-metadata"),
        only_metadata=settings.value("strip.only-metadata"),
        ids=settings.value("strip.ids"),
        kernel=settings.value("strip.kernel"),
        own_word_wins=True,
    )
