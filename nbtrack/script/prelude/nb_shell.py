"""Run a shell command."""


def _nb_shell(command: str) -> None:
    """Run a command in the user's shell, as IPython does, and print what it prints, as it comes.

    `_exit_code` says how it ended.
    """
    import os
    import subprocess
    import sys

    shell = [os.environ.get("SHELL", "sh"), "-c", command]
    child = subprocess.Popen(
        shell, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    assert child.stdout is not None
    for line in child.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
    sys._getframe(1).f_globals["_exit_code"] = child.wait()
