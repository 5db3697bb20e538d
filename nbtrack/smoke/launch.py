"""Start `child`, which stands beside this: what Python is given to run it compiles anew each time."""

import sys

from child import main  # type: ignore[import-not-found]  # the first place to look is this folder

del sys.modules["child"]  # the notebook may have one of its own
if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
