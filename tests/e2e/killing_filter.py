"""Stand between git and its filter, and kill the filter after so many answers: `killing_filter.py COUNT CMD`.

Everything else is passed on as it comes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

_ANSWER = b"status=success"


def main() -> None:
    """Pass git's side on in a thread, count the answers of the other."""
    count, *command = sys.argv[1:]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    threading.Thread(target=_pass_on, args=(0, child.stdin.fileno()), daemon=True).start()
    seen = b""
    while part := os.read(child.stdout.fileno(), 1 << 16):
        seen += part
        os.write(1, part)
        if seen.count(_ANSWER) >= int(count):
            child.kill()
            child.wait()
            os._exit(1)


def _pass_on(source: int, target: int) -> None:
    while part := os.read(source, 1 << 16):
        os.write(target, part)
    os.close(target)


if __name__ == "__main__":
    main()
