"""The errors that nbtrack shows to people.

NbtrackError                 could not do its job; message and hint are for the person at the terminal
├── UsageError               the command line, or what Python asks for, makes no sense
│   └── UnknownNameError     no run has a value of that name; a KeyError too
├── SettingsError            pyproject.toml or nbtrack.toml says something unknown
├── NotebookError            a file is not a notebook that can be read
├── EditError                an edit could not be made exactly, so nothing was written
├── FileChangedError         a file changed on disk between reading and writing
├── GitError                 git is missing or refused
│   └── GitTimeoutError      git took longer than it may
├── PairError                a notebook and its paired file cannot be brought in step
├── ScriptError              a notebook cannot become a script
├── RunError                 a run cannot be started: parameters, configuration files, kernel
│   └── KernelError          the kernel is missing, did not start, or died
├── StoreError               the store cannot be read or written, or does not hold what was asked for
│   └── UndoError            a file was not written, since what it held cannot be kept for undo
├── DiffError                two things cannot be compared, or a diff is none
│   └── MisfitError          a diff does not fit the notebook: the answer is no, and not a failure
├── AdoptionError            nothing of nbtrack can be added to a file of the repository
└── MergeError               notebooks cannot be merged, or a conflict cannot be settled

A *finding* is never an error: it is about the user's notebook, is printed on stdout and ends with
exit code 1. Anything that is not an `NbtrackError` is a bug and ends with exit code 3.
"""

from __future__ import annotations


class NbtrackError(Exception):
    """Say what failed, where and why, and what the person can do about it."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if hint:
            self.add_note(f"hint: {hint}")  # which tracebacks show, in notebooks too

    def to_json(self) -> dict[str, str | None]:
        """Return it as JSON values."""
        return {"message": self.message, "hint": self.hint}


class UsageError(NbtrackError):
    """The command line, or what Python asks for, makes no sense."""


class UnknownNameError(UsageError, KeyError):
    """No run has a value of that name."""

    def __str__(self) -> str:
        return self.message  # of which a KeyError would show the repr


class SettingsError(NbtrackError):
    """A settings file says something unknown or impossible."""


class NotebookError(NbtrackError):
    """A file is not a notebook that can be read; line and column are 1-based, None for the whole file."""

    def __init__(
        self,
        reason: str,
        *,
        path: str,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        shown = path.replace("\n", "\\n")  # file names may hold line ends, messages start with "nbtrack:"
        super().__init__(f"cannot read {shown}: {reason}", hint=hint)
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column


class EditError(NbtrackError):
    """An edit could not be made exactly, so nothing was written."""

    def of(self, path: str) -> EditError:
        """Return the error with the name of the file that it is about."""
        return EditError(f"{path}: {self.message}", hint=self.hint)


class FileChangedError(NbtrackError):
    """A file changed on disk between reading and writing."""


class GitError(NbtrackError):
    """Git is missing or refused."""


class GitTimeoutError(GitError):
    """Git took longer than it may."""


class PairError(NbtrackError):
    """A notebook and its paired file cannot be brought in step."""


class ScriptError(NbtrackError):
    """A notebook cannot become a script."""


class RunError(NbtrackError):
    """A run cannot be started."""


class KernelError(RunError):
    """The kernel is missing, did not start, or died."""


class StoreError(NbtrackError):
    """The store cannot be read or written, or does not hold what was asked for."""


class UndoError(StoreError):
    """A file was not written, since what it held cannot be kept for undo: nor will that of the next."""


class DiffError(NbtrackError):
    """Two things cannot be compared, or a diff is none."""


class MisfitError(DiffError):
    """A diff does not fit the notebook: the answer is no, and not a failure."""

    exit_code = 1


class AdoptionError(NbtrackError):
    """A file is written in a way that nothing can be added to it safely."""


class MergeError(NbtrackError):
    """Notebooks cannot be merged, or a conflict cannot be settled."""
