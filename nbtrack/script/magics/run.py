"""`%run`."""

from __future__ import annotations

from nbtrack.script.literals import filled
from nbtrack.script.model import Construct, Outcome, refused, translated


def run(construct: Construct) -> Outcome:
    """`%run file.py arguments`: its names become the notebook's; with `-i` it sees the notebook's too.

    A notebook runs among the notebook's own names.
    """
    given = construct.argument.split()
    options = []
    while given and given[0].startswith("-"):
        options.append(given.pop(0))
    if not given:
        return refused("it names no file")
    target = " ".join(given).strip("\"'").lower()
    if target.endswith(".ipynb"):
        return translated(f"_nb_run_notebook({filled(' '.join(given))}, globals())")
    if target.endswith(".ipy"):
        return refused("what it runs is written for IPython")
    unknown = [option for option in options if option not in ("-i", "-n", "-e", "-G")]
    if unknown:
        return refused(f"%run {unknown[0]} needs IPython")
    more = "".join(
        f", {name}=True" for option, name in (("-i", "interactive"), ("-n", "as_module")) if option in options
    )
    return translated(f"_nb_run({filled(' '.join(given))}, globals(){more})")


LINE = {"run": run}
