"""Check file after file; one that cannot be read or mended does not stop the others."""

from __future__ import annotations

from nbtrack.errors import NbtrackError, NotebookError, UndoError
from nbtrack.notebook.bulk import reader_for
from nbtrack.notebook.document import parse
from nbtrack.notebook.files import read
from nbtrack.report.result import Checked
from nbtrack.rules.engine import finding_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nbtrack.cli.check.setup import Setups
    from nbtrack.cli.check.ways import Way
    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Reader

    Content = Callable[[str], bytes]


def check_files(
    paths: Sequence[str], setups: Setups, way: Way, out: Output, content: Content = read
) -> Iterator[Checked]:
    """Yield what each file came to, and tell at once which ones failed."""
    reader = reader_for(paths)
    for path in paths:
        checked = check_file(path, setups, way, reader, content)
        if checked.error is not None:
            out.fail(checked.error.message, checked.error.hint)
        yield checked


def check_file(path: str, setups: Setups, way: Way, reader: Reader, content: Content = read) -> Checked:
    """Return what one file came to; its own failure is a part of that."""
    setup = setups.of(path)
    try:
        notebook = parse(content(path), setups.name_of(path), reader)
        return way(path, notebook, setup)
    except NotebookError as error:
        return Checked(error.path, (finding_for(error),), error=error, file_lines=(error.line or 1,))
    except UndoError:
        raise
    except NbtrackError as error:  # what was read could not be mended or written
        return Checked(setups.name_of(path), (), error=error)
