"""The pages, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from nbtrack.web.access import Guard
from nbtrack.web.annotation import annotation
from nbtrack.web.blobs import artifact
from nbtrack.web.chart_frame import frame
from nbtrack.web.charts import columns, curves
from nbtrack.web.checking import Checking
from nbtrack.web.comparing import compare
from nbtrack.web.downloads import download, lock
from nbtrack.web.experiments import experiments
from nbtrack.web.history import history, version
from nbtrack.web.live import events
from nbtrack.web.missing import missing, trouble
from nbtrack.web.notebooks_beside import Notebooks
from nbtrack.web.output import output
from nbtrack.web.renames_beside import Renames
from nbtrack.web.restoring import restore, restore_now, undo
from nbtrack.web.run import run
from nbtrack.web.runs import runs, runs_version
from nbtrack.web.standing import checks, rule
from nbtrack.web.statics import static
from nbtrack.web.table.table import RunTable

if TYPE_CHECKING:
    from nbtrack.store.store import Store
    from nbtrack.web.access import Access

ROUTES = [
    Route("/", experiments),
    Route("/runs", runs),
    Route("/runs/version", runs_version),
    Route("/runs/columns", columns),
    Route("/runs/curves", curves),
    Route("/charts/frame", frame),
    Route("/run/{run_id}/annotation", annotation, methods=["POST"]),
    Route("/run/{run_id}", run),
    Route("/run/{run_id}/events", events),
    Route("/run/{run_id}/notebook/{which}", download),
    Route("/run/{run_id}/lock", lock),
    Route("/run/{run_id}/output/{cell:int}/{number:int}", output),
    Route("/run/{run_id}/artifact/{name:path}", artifact),
    Route("/compare", compare),
    Route("/checks", checks),
    Route("/rule/{code}", rule),
    Route("/history", history),
    Route("/history/restore", restore),
    Route("/history/restore", restore_now, methods=["POST"]),
    Route("/history/undo", undo, methods=["POST"]),
    Route("/history/version/{commit}", version),
    Route("/static/{digest}/{name:path}", static),
]


def make_app(store: Store, access: Access, project: str, *, is_read_only: bool = False) -> Starlette:
    """Return the application for a store and its project's folder; `is_read_only` lets nobody change it."""
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Guard, access=access)],
        exception_handlers={HTTPException: missing, 500: trouble},
    )
    app.state.store = store
    app.state.project = project
    app.state.table = RunTable(store)
    app.state.checking = Checking(project)
    app.state.notebooks = Notebooks(project)
    app.state.renames = Renames(project)
    app.state.is_read_only = is_read_only
    return app
