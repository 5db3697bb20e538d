"""The `os` module under a name that no notebook uses."""

import os as _nb_os

__all__ = ["_nb_os"]
