"""Run a shell command for its output."""


class _NbLines(list):  # type: ignore[type-arg]
    """The lines that a command printed; `n` is all of them as one text, `s` with spaces between."""

    l = list_ = property(list)  # noqa: E741
    n = nlstr = property("\n".join)
    s = spstr = property(" ".join)

    def grep(self, pattern, prune=False, field=None):  # type: ignore[no-untyped-def]
        """Return the lines that match a regular expression, or where a function says so."""
        import re

        matches = pattern if callable(pattern) else lambda text: re.search(pattern, text, re.IGNORECASE)
        text = (lambda line: line) if field is None else (lambda line: (line.split()[field:] or [""])[0])
        return _NbLines(line for line in self if bool(matches(text(line))) != prune)  # type: ignore[no-untyped-call]

    def fields(self, *numbers):  # type: ignore[no-untyped-def]
        """Return the words of each line, or some of them joined."""
        split = [line.split() for line in self]
        if not numbers:
            return split
        return _NbLines(
            " ".join(words[n] for n in numbers if -len(words) <= n < len(words)) for words in split
        )

    def sort(self, field=None, nums=False):  # type: ignore[no-untyped-def, override]
        """Return the lines sorted, by the text or the number in one of their words if that is asked for."""

        def key(line):  # type: ignore[no-untyped-def]
            text = line if field is None else "".join(line.split()[field : field + 1])
            return (int("0" + "".join(filter(str.isdigit, text))) if nums else text), line

        return _NbLines(sorted(self, key=key))


def _nb_lines(command: str) -> "_NbLines":
    """Run a command in the user's shell and return the lines that it prints, errors included."""
    import os
    import subprocess

    shell = [os.environ.get("SHELL", "sh"), "-c", command]
    done = subprocess.run(
        shell, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    return _NbLines(done.stdout.splitlines())
