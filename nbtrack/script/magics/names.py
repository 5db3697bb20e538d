"""Names of the notebook."""

from __future__ import annotations

from nbtrack.script.model import Construct, Outcome, refused, translated


def reset(construct: Construct) -> Outcome:
    """`%reset`: forget every name; `-f` and `-s` say the same in a script, where nobody is asked."""
    if construct.argument.split() not in ([], ["-f"], ["-s"], ["-sf"], ["-s", "-f"], ["-f", "-s"]):
        return refused("it resets a part of IPython")
    return translated("_nb_reset(globals())")


def xdel(construct: Construct) -> Outcome:
    """`%xdel name`."""
    name = construct.argument.removeprefix("-n").strip()
    return translated(f"del {name}") if name.isidentifier() else refused("it needs one name")


LINE = {"reset": reset, "xdel": xdel}
