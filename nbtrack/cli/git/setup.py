"""`nbtrack git install`, `uninstall` and `status`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.git.changes import SCHEMA, carry_out
from nbtrack.errors import UsageError
from nbtrack.git.command import ask_git, listed_in
from nbtrack.git.drivers import (
    NOTEBOOKS,
    all_drivers,
    attributes_of,
    diff_driver,
    merging_and_tools,
    own_command,
)
from nbtrack.git.filters_in_force import refuse_to_switch_off_filters
from nbtrack.git.identity import has_identity
from nbtrack.git.installing import apply, installed, uninstalled
from nbtrack.git.keeping import kept_outputs_of
from nbtrack.git.places import person_places, repository_places
from nbtrack.git.status import read_status
from nbtrack.git.unclean import any_unclean
from nbtrack.terminal import count_text, size_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output
    from nbtrack.git.drivers import Driver
    from nbtrack.git.installing import Change
    from nbtrack.git.places import Places


def _install(args: Args, out: Output) -> int:
    _require_folder(args.value("attributes"))
    places = _places(args)
    drivers = _drivers(args)
    changes = installed(places, drivers, replace=args.flag("replace"))
    if _wins_over_all(args):
        refuse_to_switch_off_filters(".")
    carry_out(changes, args, out, apply)
    if not args.flag("dry-run"):
        kept_outputs_of(".").forget_unclean()  # `git add --renormalize` is to clean all that git has
    if not args.flag("json"):
        *most, last = attributes_of(drivers)
        names = f"{', '.join(most)} and {last}"
        _tell(out, args, changes, f"{names} for {NOTEBOOKS}", "installed")
        _tell_of_old_outputs(args, out)
    return 0


def _uninstall(args: Args, out: Output) -> int:
    changes = uninstalled(_places(args))
    carry_out(changes, args, out, apply)
    if not args.flag("json"):
        _tell(out, args, changes, "what was installed", "taken out")
    return 0


def _status(args: Args, out: Output) -> int:
    found = read_status(".")
    works = (found.cleans or found.shows or found.merges) and found.command_is_there
    kept = kept_outputs_of(".").everything()
    size = sum(version.size_bytes for version in kept)
    if args.flag("json"):
        state = {"filter": found.cleans, "diff": found.shows, "merge": found.merges}
        outputs = {"versions": len(kept), "bytes": size}
        command = {"command": found.command, "works": works}
        out.json({"schema": SCHEMA, **state, **command, "attributes": found.attributes, "outputs": outputs})
        return 0 if works else 1
    for name, kind, is_on in (
        ("filter", "filter", found.cleans),
        ("diff driver", "diff", found.shows),
        ("merge driver", "merge", found.merges),
    ):
        out.line(f"{name}: {'installed' if is_on else _why_not(kind, found.attributes[kind])}")
    if found.command:
        there = "" if found.command_is_there else ": there is no such program"
        out.line(f"command: {found.command}{there}")
    out.line(f"outputs kept: {count_text(len(kept), 'version')} of notebooks, {size_text(size)}")
    return 0 if works else 1


def _why_not(kind: str, value: str) -> str:
    if value == "nbtrack":
        return "not installed, though attributes name it: `nbtrack git install` adds the settings"
    other = f": notebooks go to {kind}={value}" if value not in ("unspecified", "unset") else ""
    return f"not installed{other}"


def _places(args: Args) -> Places:
    if args.flag("global"):
        return person_places(args.value("attributes"))
    return repository_places(".", args.value("attributes"))


def _require_folder(attributes: str | None) -> None:
    """Refuse a file in a folder that does not exist: git reads none there."""
    folder = os.path.dirname(attributes or "")
    if folder and not os.path.isdir(folder):
        raise UsageError(
            f"--attributes names {attributes}, and there is no folder {folder}",
            hint="name a file that git reads, such as .gitattributes",
        )


def _wins_over_all(args: Args) -> bool:
    """Tell whether our filter takes the place of any other, which nobody asked for."""
    return not any(args.flag(name) for name in ("global", "no-filter", "replace")) and not args.value(
        "attributes"
    )


def _drivers(args: Args) -> list[Driver]:
    command = args.value("command") or own_command()
    caches = has_identity(".")
    if not args.flag("no-filter"):
        return all_drivers(command, caches=caches)
    return [diff_driver(command, with_outputs=True, caches=caches), *merging_and_tools(command)]


def _tell(out: Output, args: Args, changes: list[Change], what: str, done: str) -> None:
    if not changes:
        out.note(f"nothing to do: {'all is' if done == 'installed' else 'nothing is'} installed")
    elif not args.flag("dry-run"):
        out.note(f"{what}: {done} ({', '.join(change.path for change in changes)})")


def _tell_of_old_outputs(args: Args, out: Output) -> None:
    if args.flag("global") or args.flag("no-filter") or args.flag("dry-run"):
        return
    tracked = ask_git(".", "ls-files", "-z", "--", f":/{NOTEBOOKS}", f":(top,glob)**/{NOTEBOOKS}")
    names = sorted({*listed_in(tracked)})
    if any_unclean(names):
        count = len(names)
        what, them = ("1 notebook", "it") if count == 1 else (f"{count} notebooks", "them")
        out.note(f"git has {what} already: `git add --renormalize :/` cleans {them} for the next commit")


ACTIONS: dict[str, Callable[[Args, Output], int]] = {
    "install": _install,
    "uninstall": _uninstall,
    "status": _status,
}
