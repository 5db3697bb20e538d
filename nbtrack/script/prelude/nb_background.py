"""Run a program beside the script."""


def _nb_background(command: str, text: str) -> None:
    """Start a program on a text and go on; it ends with the script."""
    import atexit
    import shlex
    import subprocess

    quiet = subprocess.DEVNULL
    child = subprocess.Popen(
        shlex.split(command), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, text=True
    )
    assert child.stdin is not None
    child.stdin.write(text)
    child.stdin.close()
    atexit.register(child.kill)
