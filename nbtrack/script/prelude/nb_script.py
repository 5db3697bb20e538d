"""Run a program on a text."""


def _nb_script(
    command: str, text: str, stdout: bool = False, stderr: bool = False, check: bool = True
) -> object:
    """Give a text to a program; return what it prints where that is asked for, print it otherwise."""
    import shlex
    import subprocess
    import sys

    words = shlex.split(command)
    if words[0] in ("python", "python3", "pypy"):
        words[0] = sys.executable
    done = subprocess.run(words, input=text, capture_output=True, text=True, errors="replace")
    if not stdout:
        sys.stdout.write(done.stdout)
        sys.stdout.flush()
    if not stderr:
        sys.stderr.write(done.stderr)
        sys.stderr.flush()
    if check and done.returncode:
        raise subprocess.CalledProcessError(done.returncode, words, output=done.stdout, stderr=done.stderr)
    wanted = [kept for kept, asked in ((done.stdout, stdout), (done.stderr, stderr)) if asked]
    return wanted[0] if len(wanted) == 1 else wanted
