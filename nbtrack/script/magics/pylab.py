"""`%pylab`."""

from __future__ import annotations

from nbtrack.script.model import Construct, Outcome, translated

_ALWAYS = (
    "import numpy\nimport matplotlib\nfrom matplotlib import pylab, mlab, pyplot\nnp = numpy\nplt = pyplot"
)
_STARS = "\nfrom pylab import *\nfrom numpy import *"


def pylab(construct: Construct) -> Outcome:
    """Make the imports that IPython makes (`find_gui_and_backend` aside)."""
    return translated(_ALWAYS if "--no-import-all" in construct.argument else _ALWAYS + _STARS)


LINE = {"pylab": pylab}
