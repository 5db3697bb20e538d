"""Pass the tests: make an environment in this checkout, then run pytest in it; arguments go to pytest."""

from __future__ import annotations

import sys

from environment import prepare, run

if __name__ == "__main__":
    # Tests of one `xdist_group` share what is dear to build, such as the environment of a pre-commit hook.
    sys.exit(run([prepare("dev"), "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *sys.argv[1:]]))
