"""Show nbtrack at work: make an environment in this checkout, then run `nbtrack demo` in it."""

from __future__ import annotations

import sys

from environment import prepare, run

if __name__ == "__main__":
    sys.exit(run([prepare("demo"), "-m", "nbtrack", "demo", *sys.argv[1:]]))
