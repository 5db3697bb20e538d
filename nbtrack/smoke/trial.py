"""One notebook to be tried outside Jupyter: all that a run needs to know beforehand."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NamedTuple

    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.parameters.given import Given
    from nbtrack.script.model import Script
    from nbtrack.smoke.interpreter import Interpreter
else:
    from nbtrack.values import NamedTuple


class Limits(NamedTuple):
    """How long a notebook may run, and how much memory its processes may have: 0 for as much as there is."""

    timeout_s: float
    memory_bytes: int = 0


class Conditions(NamedTuple):
    """How a notebook is to be tried; `given` are the variables that a person sets for it.

    `copy_bytes` is None where it runs in its own folder, else the most that a scratch copy may take; `verify`
    is None where outputs are not compared; `expected` has metrics of a recorded run, to compare as well.
    """

    limits: Limits
    shell: str
    python: Interpreter
    given: Mapping[str, str] = {}
    parameters: tuple[Given, ...] = ()
    copy_bytes: int | None = None
    verify: Tolerance | None = None
    expected: Mapping[str, float] = {}


class Trial(NamedTuple):
    """One notebook, its script, and how it is tried.

    `folder` is the notebook's. `shown` are cells whose last value is wanted, `final` names whose last values
    are. With a `key` the child says what the run depended on besides.
    """

    notebook: Notebook
    script: Script
    conditions: Conditions
    folder: str
    shown: tuple[int, ...] = ()
    final: tuple[str, ...] = ()
    key: bytes = b""
