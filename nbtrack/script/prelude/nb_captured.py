"""Capture what a block prints."""


class _nb_captured:
    """Keep what is printed; `stdout` and `stderr` have it as text."""

    def __init__(self, stdout: bool = True, stderr: bool = True) -> None:
        self._wanted = [name for name, asked in (("stdout", stdout), ("stderr", stderr)) if asked]
        self.outputs: list = []  # type: ignore[type-arg]

    def __enter__(self) -> "_nb_captured":
        import io
        import sys

        self._kept = {name: io.StringIO() for name in self._wanted}
        self._before = {name: getattr(sys, name) for name in self._wanted}
        for name in self._wanted:
            setattr(sys, name, self._kept[name])
        return self

    def __exit__(self, *failure: object) -> None:
        import sys

        for name, stream in self._before.items():
            setattr(sys, name, stream)

    def _text(self, name: str) -> str:
        return self._kept[name].getvalue() if name in self._kept else ""

    stdout = property(lambda self: self._text("stdout"))
    stderr = property(lambda self: self._text("stderr"))

    def show(self) -> None:
        """Print what was kept."""
        import sys

        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)

    __call__ = show

    def __str__(self) -> str:
        return str(self.stdout)
