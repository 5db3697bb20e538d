"""Jupyter's messages over ZeroMQ: https://jupyter-client.readthedocs.io/en/stable/messaging.html.

Written here, and not taken from jupyter_client, for what a run costs: its import takes as long as the start
of a kernel, and each message passes an event loop and a dozen traits. The wire format is a stable one.
"""

from __future__ import annotations

import hmac
import json
import os
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

_DELIMITER = b"<IDS|MSG>"
_VERSION = "5.3"
_NAMES = ("shell", "iopub", "stdin", "control", "hb")
_RECONNECT_MS = 5  # a kernel binds its sockets when it has booted; until then we knock


class Connection(NamedTuple):
    """Where a kernel listens: the folder of its connection file, and what that says."""

    folder: str
    fields: dict[str, Any]

    @property
    def file(self) -> str:
        """Return the path of the connection file."""
        return os.path.join(self.folder, "kernel.json")

    def address(self, channel: str) -> str:
        """Return where a channel is."""
        separator = "-" if self.fields["transport"] == "ipc" else ":"
        port = self.fields[f"{channel}_port"]
        return f"{self.fields['transport']}://{self.fields['ip']}{separator}{port}"


class Message(NamedTuple):
    """What a kernel said, on which channel, and in answer to which request."""

    channel: str
    type: str
    parent: str
    content: dict[str, Any]
    buffers: list[bytes]
    date: str = ""


def make_connection(*, by_socket_file: bool) -> Connection:
    """Write a connection file that only this user can read.

    By files in that folder, which nobody else can open, where the kernel is known to do so; else by TCP on
    this machine, as all kernels do.
    """
    folder = tempfile.mkdtemp(prefix="nbtrack-")
    where = {"transport": "ipc", "ip": os.path.join(folder, "k")} if by_socket_file else _TCP
    ports = range(1, 6) if by_socket_file else _free_ports()
    fields: dict[str, Any] = {
        **where,
        **{f"{name}_port": port for name, port in zip(_NAMES, ports, strict=True)},
        "key": os.urandom(16).hex(),
        "signature_scheme": "hmac-sha256",
        "kernel_name": "",
    }
    made = Connection(folder, fields)
    descriptor = os.open(made.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        json.dump(fields, file)
    return made


_TCP = {"transport": "tcp", "ip": "127.0.0.1"}


def _free_ports() -> list[int]:
    import socket

    held = [socket.socket() for _ in _NAMES]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


class Channels:
    """Our ends of a kernel's sockets; `extra` is a descriptor to listen to besides."""

    def __init__(self, connection: Connection, extra: int) -> None:
        import zmq

        self._session = os.urandom(16).hex()
        self._mac = hmac.new(connection.fields["key"].encode(), digestmod=sha256)
        self._count = 0
        self._extra = extra
        self._context = zmq.Context()
        self._poller = zmq.Poller()
        self._sockets = {
            "shell": self._connected(zmq.DEALER, connection.address("shell")),
            "control": self._connected(zmq.DEALER, connection.address("control")),
            "iopub": self._connected(zmq.SUB, connection.address("iopub")),
        }
        self._names = {socket: name for name, socket in self._sockets.items()}
        self._poller.register(extra, zmq.POLLIN)

    def _connected(self, kind: int, address: str) -> Any:
        import zmq

        socket = self._context.socket(kind)
        socket.linger = 0
        socket.setsockopt(zmq.RECONNECT_IVL, _RECONNECT_MS)
        socket.setsockopt(zmq.RCVHWM, 0)  # nothing that came this far is dropped
        if kind == zmq.SUB:
            socket.setsockopt(zmq.SUBSCRIBE, b"")
        socket.connect(address)
        self._poller.register(socket, zmq.POLLIN)
        return socket

    def request(self, channel: str, kind: str, content: dict[str, Any], parent: object = None) -> str:
        """Send a message and return its id."""
        self._count += 1
        header = {
            "msg_id": f"{self._session}_{self._count}",
            "msg_type": kind,
            "username": "nbtrack",
            "session": self._session,
            "date": datetime.now(UTC).isoformat(),
            "version": _VERSION,
        }
        parts = [json.dumps(part).encode("ascii") for part in (header, parent or {}, {}, content)]
        self._sockets[channel].send_multipart([_DELIMITER, self._signed(parts), *parts])
        return str(header["msg_id"])

    def receive(self, timeout_s: float) -> tuple[list[Message], bool]:
        """Wait for messages; the second value tells whether the descriptor besides has something."""
        events = dict(self._poller.poll(max(0, int(timeout_s * 1000 + 0.999))))
        found = []
        for socket, name in self._names.items():
            if socket in events and (message := self._read(name, socket)):
                found.append(message)
        return found, self._extra in events

    def close(self) -> None:
        """Close our ends."""
        self._context.destroy(linger=0)

    def _signed(self, parts: list[bytes]) -> bytes:
        mac = self._mac.copy()
        for part in parts:
            mac.update(part)
        return mac.hexdigest().encode("ascii")

    def _read(self, name: str, socket: Any) -> Message | None:
        """Return a message, None for what was not signed with our key."""
        frames = socket.recv_multipart()
        start = frames.index(_DELIMITER) + 1 if _DELIMITER in frames else len(frames)
        if len(frames) < start + 5:
            return None
        signature, *parts = frames[start : start + 5]
        if not hmac.compare_digest(self._signed(parts), signature):
            return None
        # A name that is no text goes out as its bytes; jupyter_client reads it in this way.
        texts = [part.decode("utf-8", "replace") for part in parts]
        header, parent, content = (json.loads(texts[number]) for number in (0, 1, 3))
        parent_id, date = parent.get("msg_id", ""), str(header.get("date", ""))
        return Message(name, header["msg_type"], parent_id, content, frames[start + 5 :], date)
