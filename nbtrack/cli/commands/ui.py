"""`nbtrack ui`: look at experiments and runs in a browser."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.cli.options import Command, Option
from nbtrack.errors import UsageError
from nbtrack.project import find_root
from nbtrack.record.project_store import find_store
from nbtrack.web.server import LOOPBACK, is_loopback, listen, serve

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
        Option("--read-only", help="nobody can change tags and notes, hide runs, or restore versions"),
        Option("--host", metavar="ADDRESS", help="listen on this address; 127.0.0.1 without it"),
        Option("--name", metavar="NAME", many=True, help="answer to this name of the machine as well"),
        Option(
            "--token",
            metavar="TOKEN",
            help="what opens the pages: 16 letters or more",
        ),
    ),
    description=(
        "The pages show the store of the project that PATH belongs to, of this folder's without it. They\n"
        "are for this machine alone: the address that is printed holds a token, and nothing is loaded from\n"
        "the network. Ctrl-C ends it. For a team, --host lets other machines in, who need the --token that\n"
        "you choose. Nothing is encrypted: stay in a closed network, or put a server with TLS before it."
    ),
    examples=(
        ("nbtrack ui", "the experiments of this project"),
        ("nbtrack ui --read-only --host 0.0.0.0 --token b7c1f2e09a8d4e63", "for a team, only to look at"),
    ),
)

_SHORTEST = 16  # characters of a token


def run(args: Args, out: Output) -> int:
    """Serve the pages until Ctrl-C."""
    place = args.positional[0] if args.positional else "."
    if not os.path.exists(place):
        raise UsageError(f"there is no {place}", hint="PATH is a folder or a notebook of the project")
    store = find_store(place)
    host, token = args.value("host") or LOOPBACK, args.value("token")
    _refuse_open_doors(host, token)
    listening = listen(host, args.count("port"), token, tuple(args.values("name")))
    out.line(listening.address)
    out.note("Ctrl-C ends it")
    if not args.flag("no-browser"):
        _open(listening.address)
    serve(listening, store, find_root(place), is_read_only=args.flag("read-only"))
    return 0


def _refuse_open_doors(host: str, token: str | None) -> None:
    """Raise UsageError for a token that can be guessed, and where others are let in without one."""
    if token is not None and (len(token) < _SHORTEST or not token.isalnum()):
        raise UsageError(
            f"--token takes {_SHORTEST} letters and digits or more",
            hint="`python -c 'import secrets; print(secrets.token_hex(16))'` makes one",
        )
    if token is None and not is_loopback(host):
        raise UsageError(
            f"{host} can be reached from other machines: that needs a --token",
            hint="choose one that is hard to guess",
        )


def _open(address: str) -> None:
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
