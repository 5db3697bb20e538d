"""Run a shell command."""


def _nb_shell(command: str) -> int:
    """Run a command in the user's shell, as IPython does, and print what it prints, as it comes."""
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
    return child.wait()
