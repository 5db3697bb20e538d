"""Run a shell command."""


def _nb_shell(command: str) -> int:
    """Run a shell command and print what it prints, as it comes."""
    import subprocess
    import sys

    child = subprocess.Popen(
        command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    assert child.stdout is not None
    for line in child.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
    return child.wait()
