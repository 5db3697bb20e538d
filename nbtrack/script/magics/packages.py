"""Installing packages."""

from __future__ import annotations

from nbtrack.script.model import Construct, Outcome, dropped, recorded
from nbtrack.script.requirements import installed_by


def install(construct: Construct) -> Outcome:
    """`%pip install`, `%conda install` and their like are recorded; what only lists packages is left out."""
    found = installed_by(f"{construct.name} {construct.argument}")
    return dropped("it only looks after the installation") if found is None else recorded(found)


LINE = dict.fromkeys(("pip", "conda", "mamba", "micromamba", "uv"), install)
