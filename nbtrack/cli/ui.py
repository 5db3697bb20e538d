"""`nbtrack ui`: look at experiments and runs in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.options import Command, Option
from nbtrack.project import find_root
from nbtrack.store.store import find_store
from nbtrack.web.server import listen, serve

if TYPE_CHECKING:
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "ui",
    "look at experiments and runs in a browser",
    arguments=("PATH", 0, 1),
    options=(
        Option("--port", metavar="PORT", help="listen on this port; without it on 8765, or any that is free"),
        Option("--no-browser", help="print the address and open nothing"),
    ),
    description=(
        "The pages show the store of the project that PATH belongs to, of this folder's without it. They\n"
        "are for this machine alone: the address that is printed holds a token, and nothing is loaded from\n"
        "the network. Ctrl-C ends it."
    ),
    examples=(("nbtrack ui", "the experiments of this project"),),
)


def run(args: Args, out: Output) -> int:
    """Serve the pages until Ctrl-C."""
    place = args.positional[0] if args.positional else "."
    store = find_store(place)
    listening = listen(port=args.count("port"))
    out.line(listening.address)
    out.note("Ctrl-C ends it")
    if not args.flag("no-browser"):
        _open(listening.address)
    serve(listening, store, find_root(place))
    return 0


def _open(address: str) -> None:
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
