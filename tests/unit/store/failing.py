"""A recorder in a process of its own, whose Nth call that changes the disk fails or is its last."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

RECORD = """
    import errno, os, signal, sys
    folder, how, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    import nbtrack.store.compression, nbtrack.store.series
    from nbtrack.store import growing_pack
    from nbtrack.store.store import Store
    from nbtrack.store.record import Failure
    from nbtrack.store.statuses import FINISHED
    from tests.unit.store.recording import running

    calls = []

    def failing(name):
        real = getattr(os, name)
        def call(*args, **keywords):
            if name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR):
                return real(*args, **keywords)
            calls.append(name)
            if len(calls) != number:
                return real(*args, **keywords)
            if how == "torn" and name == "write":
                return real(args[0], bytes(args[1])[: len(args[1]) // 2])
            if how == "kill":
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, "No space left on device")
        setattr(os, name, call)

    for name in ("open", "write", "fsync", "ftruncate", "utime"):
        failing(name)
    for name in ("link", "rename", "replace", "unlink", "rmdir", "mkdir"):
        failing(name)
    store = Store(folder)
    growing_pack._ENOUGH_BYTES = 400  # closed with the second run
    said = []
    def say(word):
        sys.stdout.write(word + chr(10))
        sys.stdout.flush()
    store.begin(running(id="ffffffffffffffff")).end(status=FINISHED)
    say("unwanted")  # and the next run takes its folder
    run = store.begin(running(id="00112233445566aa", name="first"))
    say("begun")
    run.append(note="why")
    say("noted")
    digest = run.put(b"a figure" * 2000)
    say("kept " + digest)
    run.append(error=Failure("None", traceback=digest))
    say("named")
    for step in range(3):
        run.log({"loss": 1 / (step + 1)}, step=step)
        say(f"logged {step}")
    run.seal(status=FINISHED)
    say("sealed")
    store.runs()
    store.records.pack(store.records.loose())
    say("packed")
    store.runs()
    store.records.remove({"ffffffffffffffff"})
    sys.stderr.write(" ".join(calls))
"""


def record(folder: Path, how: str, number: int) -> tuple[list[str], int, str]:
    """Record a run, and return what it could say, its exit code, and what came on stderr."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(RECORD), str(folder), how, str(number)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines(), done.returncode, done.stderr


def is_killed(code: int) -> bool:
    return os.name == "posix" and code == -signal.SIGKILL
