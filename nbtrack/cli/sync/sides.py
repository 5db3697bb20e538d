"""How people name the side of a pair that wins."""

from __future__ import annotations

from nbtrack.cli.options import Option
from nbtrack.pairing.sync import NOTEBOOK, TEXT

SIDES = ("ipynb", "py", "text")
FROM = Option(
    "--from",
    metavar="SIDE",
    choices=SIDES,
    help="where both sides changed, the side that wins whole: ipynb, or py (also called text)",
)
LEADERS = {None: None, "ipynb": NOTEBOOK, "py": TEXT, "text": TEXT}
