"""The options of `strip`, and the policy that they and the settings make."""

from __future__ import annotations

from nbtrack.cli.options import Option
from nbtrack.errors import UsageError
from nbtrack.notebook.strip.kernel import WAYS
from nbtrack.notebook.strip.policy import policy_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.notebook.strip.policy import StripPolicy
    from nbtrack.settings import Settings

_OUTPUT_TYPES = ("stream", "execute_result", "display_data", "error", "pyout", "pyerr")
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
    Option(
        "--drop-matching",
        metavar="REGEX",
        many=True,
        help="drop outputs whose text matches, as 'Warning:'",
    ),
    Option("--drop-addresses", help="take memory addresses out of outputs that stay: <f at 0x7f0c5e>"),
    Option("--drop-tag", metavar="TAG", many=True, help="drop cells with this tag"),
    Option("--drop-empty", help="drop cells without any text"),
    Option("--drop-metadata", metavar="KEY", many=True, help="drop metadata.KEY or cell.metadata.KEY too"),
    Option("--keep-metadata", metavar="KEY", many=True, help="keep metadata that strip would drop"),
    Option("--only-metadata", metavar="KEY", many=True, help="drop all metadata but this"),
    Option(
        "--ids", metavar="WHAT", choices=("keep", "renumber", "drop"), help="cell ids: keep, renumber or drop"
    ),
    Option(
        "--kernel",
        metavar="WHAT",
        choices=WAYS,
        help="kernelspec and language version: keep, drop, version or canonical",
    ),
)


def policy_for(args: Args, settings: Settings) -> StripPolicy:
    """Return the policy of a folder's settings with the command line on top."""
    policy = policy_from(settings)
    return policy.replaced(
        drop_outputs=policy.drop_outputs and not args.flag("keep-outputs"),
        keep_counts=policy.keep_counts or args.flag("keep-counts"),
        keep_tags=policy.keep_tags + args.values("keep-tag"),
        keep_init_cells=policy.keep_init_cells and not args.flag("no-init-cells"),
        keep_size=_size(args.value("keep-size"), policy.keep_size),
        keep_types=policy.keep_types + args.values("keep-type"),
        drop_types=policy.drop_types + args.values("drop-type"),
        keep_mimes=policy.keep_mimes + args.values("keep-mime"),
        drop_mimes=policy.drop_mimes + args.values("drop-mime"),
        drop_matching=policy.drop_matching + args.values("drop-matching"),
        drop_addresses=policy.drop_addresses or args.flag("drop-addresses"),
        drop_tags=policy.drop_tags + args.values("drop-tag"),
        drop_empty=policy.drop_empty or args.flag("drop-empty"),
        drop_metadata=policy.drop_metadata + args.values("drop-metadata"),
        keep_metadata=policy.keep_metadata + args.values("keep-metadata"),
        only_metadata=policy.only_metadata + args.values("only-metadata"),
        ids=args.value("ids") or policy.ids,
        kernel=args.value("kernel") or policy.kernel,
        own_word_wins=not (args.values("keep-type") or args.values("keep-mime")),
    )


def _size(text: str | None, default: int) -> int:
    if text is None:
        return default
    number, unit = text[:-1], _UNITS.get(text[-1:].upper())
    digits = text if unit is None else number
    if not digits.isdecimal():
        raise UsageError(f"--keep-size needs a number such as 500 or 10K, not {text!r}")
    return int(digits) * (unit or 1)


def say_what_fits_nothing(args: Args, out: Output) -> None:
    """Tell of names given for metadata and types of outputs that can name none."""
    for option in ("keep-type", "drop-type"):
        for name in args.values(option):
            if name.partition(":")[0] not in _OUTPUT_TYPES:
                out.note(f"no output is of the type `{name}`: there are {', '.join(_OUTPUT_TYPES[:4])}")
    for option in ("drop-metadata", "keep-metadata", "only-metadata"):
        for name in args.values(option):
            if not name.startswith(("metadata.", "cell.", "*")):
                out.note(f"nbtrack: ignoring invalid key `{name}`: --{option} wants metadata.KEY or cell.KEY")
