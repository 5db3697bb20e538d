"""What a shared run says beyond its numbers: its notebook as it ran, times, log, packages, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.outputs import parts_at
from nbtrack.errors import NbtrackError
from nbtrack.store.surroundings import data_of, packages_installed
from nbtrack.web.notebook.cells import cells_of
from nbtrack.web.notebook.outputs import picture_or_frame
from nbtrack.web.notebook.reading import notebook_of
from nbtrack.web.run_parts import log_of, patch_of
from nbtrack.web.run_used import around_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nbtrack.notebook.document import Notebook
    from nbtrack.store.record import CellRun, RunRecord
    from nbtrack.store.store import Store
    from nbtrack.web.share.figures import Place
    from nbtrack.web.share.scrubbing import Scrubber


class Details(NamedTuple):
    """Scrubbed parts of a run's page; a part that there is not, or that cannot be read, is empty."""

    notebook: Notebook | None
    ran: Mapping[int, CellRun]
    log: Mapping[str, str]
    files: Sequence[Mapping[str, Any]]
    around: Mapping[str, Any]
    packages: Mapping[str, str]
    patch: str

    def cells(self, pictures: Mapping[Place, Mapping[str, str]]) -> list[dict[str, Any]]:
        """Return the cells with all that they show in them; `pictures` says where those are."""
        cells = cells_of(self.notebook, self.ran, "") if self.notebook else []
        for cell in cells:
            for output in cell["outputs"]:
                output |= self._held(cell["number"], output, pictures)
        return cells

    def _held(
        self, cell: int, output: Mapping[str, Any], pictures: Mapping[Place, Mapping[str, str]]
    ) -> Mapping[str, Any]:
        if output["kind"] == "picture":
            return pictures.get((cell, output["number"])) or {"kind": "unknown", "types": ["picture"]}
        if output["kind"] == "frame" and self.notebook:
            found = picture_or_frame(parts_at(self.notebook.cells[cell - 1].outputs, output["number"]))
            return {"page": found[1].decode("utf-8", "replace") if found else ""}
        return {}


def details_of(record: RunRecord, store: Store, scrubber: Scrubber, where: str) -> Details:
    """Return the details of a run."""
    notebook = _read(lambda: notebook_of(store, record), None)
    log = _read(lambda: log_of(store, record), None) or {}
    return Details(
        notebook=scrubber.notebook(notebook, where) if notebook else None,
        ran={cell.number: cell for cell in record.cells},
        log={name: scrubber.coloured(text, f"the log of {where}") for name, text in log.items()},
        files=scrubber.value(_read(lambda: data_of(record, store.blobs), {}).get("files", []), "data", where),
        around=scrubber.value(_read(lambda: around_of(store, record), {}), "environment", where),
        packages=_read(lambda: packages_installed(record.environment, store.blobs), {}),
        patch=scrubber.text(
            _read(lambda: patch_of(store, record), ""), f"the uncommitted changes of {where}"
        ),
    )


def _read(part: Callable[[], Any], otherwise: object) -> Any:
    try:
        return part()
    except (NbtrackError, OSError, ValueError):
        return otherwise
