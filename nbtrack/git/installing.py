"""Work out what installing and uninstalling would write, prove it with git, and write it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import GitError
from nbtrack.git.block import in_new_folder, is_in_new_folder, replaced, with_block, without_block
from nbtrack.git.command import ask_git
from nbtrack.git.drivers import NAME, attribute_line, attributes_of, config_lines
from nbtrack.git.other_drivers import other_drivers
from nbtrack.notebook.files import write

if TYPE_CHECKING:
    from nbtrack.git.drivers import Driver
    from nbtrack.git.places import Places


class Change(NamedTuple):
    """One file as it is and as it shall be; None stands for no file."""

    path: str
    old: str | None
    new: str | None


def installed(places: Places, drivers: list[Driver], *, replace: bool) -> list[Change]:
    """Return what has to change so that the drivers are installed; raises GitError where others are there."""
    kinds = attributes_of(drivers)
    changes = [_out_of_the_way(path, kinds, replace=replace) for path in places.stronger]
    target = _without_others(places.attributes, kinds, replace=replace)
    config = text_of(places.config)
    new_config = with_block(config, config_lines(drivers))
    _prove(config, new_config, drivers)
    text = with_block(target.new, [attribute_line(drivers)])
    has_folder = os.path.isdir(os.path.dirname(os.path.abspath(target.path)))
    changes.append(target._replace(new=text if has_folder else in_new_folder(text)))
    # Settings first: once notebooks are given to a driver, it has to be there.
    return _changing([Change(places.config, config, new_config), *changes])


def uninstalled(places: Places) -> list[Change]:
    """Return what has to change so that the files are what they were before, attributes first."""
    texts = {path: text_of(path) for path in (*places.all_attributes, places.config)}
    return _changing([Change(path, text, without_block(text)) for path, text in texts.items()])


def apply(changes: list[Change]) -> None:
    """Write the files; raises NbtrackError where the disk refuses, or where one changed in between."""
    for change in changes:
        lock = f"{os.path.realpath(change.path)}.lock"  # what git takes before it writes a file of its own
        try:
            os.makedirs(os.path.dirname(lock), exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise GitError(
                f"somebody is writing {change.path}", hint=f"where that is not so, delete {lock}"
            ) from None
        try:
            _write(change)
        finally:
            os.unlink(lock)
        if change.new is None and is_in_new_folder(change.old):
            with contextlib.suppress(OSError):  # somebody else has put something into it
                os.rmdir(os.path.dirname(change.path))


def _write(change: Change) -> None:
    if change.new is None:
        os.unlink(change.path)
    else:
        old = None if change.old is None else _encoded(change.old)
        write(change.path, _encoded(change.new), expected=old)


def _out_of_the_way(path: str, kinds: list[str], *, replace: bool) -> Change:
    """Return a file of attributes that wins over ours, without what ours would lose to."""
    change = _without_others(path, kinds, replace=replace)
    left = next(other_drivers(change.new or "", kinds), None)
    if left:
        raise GitError(
            f"{path}, line {left.line}, gives more than notebooks to {left.attribute}, and wins",
            hint=f"change that line by hand, or install without --attributes: {NAME} comes after it then",
        )
    return change


def _without_others(path: str, kinds: list[str], *, replace: bool) -> Change:
    """Return a file of attributes without the lines of other tools that ours would contradict."""
    text = text_of(path)
    others = list(other_drivers(text or "", kinds))
    if others and not replace:
        raise GitError(
            f"{path}, line {others[0].line}, already gives notebooks to {others[0].attribute}",
            hint="`nbtrack git install --replace` takes its place, and uninstalling brings it back",
        )
    numbers = [other.line for other in others if other.can_be_replaced]
    return Change(path, text, text if text is None else replaced(text, numbers))


def _prove(old: str | None, new: str, drivers: list[Driver]) -> None:
    """Let git read the new settings: all that was there, and ours."""
    ours = [f"{d.kind}.{NAME}.{key.lower()}\n{value}" for d in drivers for key, value in d.values.items()]
    if sorted(_settings(new)) != sorted(_settings(without_block(old) or "") + ours):
        raise GitError(
            "git would read something else from its settings than it shall, so nothing was written"
        )


def _settings(text: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "config")
        with open(path, "wb") as file:
            file.write(_encoded(text))
        listed = ask_git(folder, "config", "--file", path, "--no-includes", "--list", "-z")
    if listed is None:
        raise GitError("git cannot read its own settings as they stand", hint="`git config --list` says why")
    return os.fsdecode(listed).split("\0")[:-1]


def _changing(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.old != change.new]


def text_of(path: str) -> str | None:
    """Return a file's text, whatever is in it; None where there is no file."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
