"""The options of `strip`, and the policy that they and the settings make."""

from __future__ import annotations

from nbtrack.cli.options import Option
from nbtrack.errors import UsageError
from nbtrack.notebook.strip.policy import TRANSIENT_METADATA, StripPolicy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.settings import Settings

_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9}

STRIP_OPTIONS = (
    Option("--keep-outputs", help="leave outputs where they are"),
    Option("--keep-counts", help="leave execution counts where they are"),
    Option(
        "--keep-tag", metavar="TAG", many=True, help="cells with this tag keep their outputs, as keep_output"
    ),
    Option("--no-init-cells", help="initialisation cells lose their outputs like all others"),
    Option(
        "--keep-size", metavar="N", help="keep outputs of at most N characters; K, M and G are understood"
    ),
    Option(
        "--keep-type", metavar="TYPE", many=True, help="keep outputs of a type, as error or stream:stderr"
    ),
    Option("--drop-type", metavar="TYPE", many=True, help="drop outputs of a type wherever they are"),
    Option(
        "--keep-mime", metavar="GLOB", many=True, help="of outputs keep these MIME types only, as 'text/*'"
    ),
    Option("--drop-mime", metavar="GLOB", many=True, help="of outputs drop these MIME types, as 'image/*'"),
    Option("--drop-tag", metavar="TAG", many=True, help="drop cells with this tag"),
    Option("--drop-empty", help="drop cells without any text"),
    Option("--drop-metadata", metavar="KEY", many=True, help="drop metadata.KEY or cell.metadata.KEY too"),
    Option("--keep-metadata", metavar="KEY", many=True, help="keep metadata that strip would drop"),
    Option("--only-metadata", metavar="KEY", many=True, help="drop all metadata but this"),
    Option(
        "--ids", metavar="WHAT", choices=("keep", "renumber", "drop"), help="cell ids: keep, renumber or drop"
    ),
    Option("--kernel", metavar="WHAT", choices=("keep", "drop"), help="kernelspec and version: keep or drop"),
)


def policy_for(args: Args, settings: Settings) -> StripPolicy:
    """Return the policy of a folder's settings with the command line on top."""

    def listed(option: str, setting: str) -> tuple[str, ...]:
        values: tuple[str, ...] = settings.value(f"strip.{setting}")
        return values + args.values(option)

    return StripPolicy(
        drop_outputs=not (settings.value("strip.keep-outputs") or args.flag("keep-outputs")),
        keep_counts=settings.value("strip.keep-counts") or args.flag("keep-counts"),
        keep_tags=listed("keep-tag", "keep-tags"),
        keep_init_cells=settings.value("strip.keep-init-cells") and not args.flag("no-init-cells"),
        keep_size=_size(args.value("keep-size"), settings.value("strip.keep-size")),
        keep_types=listed("keep-type", "keep-types"),
        drop_types=listed("drop-type", "drop-types"),
        keep_mimes=listed("keep-mime", "keep-mimes"),
        drop_mimes=listed("drop-mime", "drop-mimes"),
        drop_tags=listed("drop-tag", "drop-tags"),
        drop_empty=settings.value("strip.drop-empty") or args.flag("drop-empty"),
        drop_metadata=TRANSIENT_METADATA + listed("drop-metadata", "drop-metadata"),
        keep_metadata=listed("keep-metadata", "keep-metadata"),
        only_metadata=listed("only-metadata", "only-metadata"),
        ids=args.value("ids") or settings.value("strip.ids"),
        kernel=args.value("kernel") or settings.value("strip.kernel"),
    )


def _size(text: str | None, default: int) -> int:
    if text is None:
        return default
    number, unit = text[:-1], _UNITS.get(text[-1:].upper())
    digits = text if unit is None else number
    if not digits.isdecimal():
        raise UsageError(f"--keep-size needs a number such as 500 or 10K, not {text!r}")
    return int(digits) * (unit or 1)
