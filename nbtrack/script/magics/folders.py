"""The working folder."""

from __future__ import annotations

from nbtrack.script.literals import filled
from nbtrack.script.model import Construct, Outcome, dropped, refused, translated


def cd(construct: Construct) -> Outcome:
    """`%cd folder`, `%cd -`, `%cd` for the home folder."""
    argument = construct.argument.strip()
    quiet = argument == "-q" or argument.startswith("-q ")
    folder = argument[2:].strip() if quiet else argument
    if folder.startswith("-") and folder != "-":
        return refused("bookmarks and the history of folders are IPython's")
    more = ", quiet=True" if quiet else ""
    return translated(f"{construct.prefix}_nb_cd({filled(folder or '~')}{more})")


def pwd(construct: Construct) -> Outcome:
    """`x = %pwd`; alone it only shows the folder."""
    if not construct.prefix.strip():
        return dropped("it only shows the working folder")
    return translated(f"{construct.prefix}_nb_os.getcwd()")


LINE = {"cd": cd, "pwd": pwd}
