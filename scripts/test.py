"""Pass the tests: make an environment in this checkout, then run pytest in it; arguments go to pytest."""

from __future__ import annotations

import os
import sys

from environment import prepare, run

if __name__ == "__main__":
    # Tests wait a good part of their time, for kernels, browsers and git, so workers outnumber processors.
    workers = str((os.cpu_count() or 1) + 1)
    # Tests of one file share what is dear to build, such as the environment of a pre-commit hook. Those that
    # take long come first, in the order of their folders, so that no processor waits for the last of them.
    shared_out = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")
    sys.exit(run([prepare("dev"), "-m", "pytest", *shared_out, *sys.argv[1:]]))
