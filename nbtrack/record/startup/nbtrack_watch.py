"""Write down which files, modules and addresses a process uses, as Python's audit events tell.

It runs in every Python of a run, whose interpreter may be another than nbtrack's: nothing but the standard
library, and of that only what is loaded anyway. Each process appends lines, each thing once, to a file of its
own in the run's folder; one that records itself to the run's journal, whose other lines begin with no blank.
`nbtrack.record.used` reads them.
"""

from __future__ import annotations

import os
import sys
import time
from _json import encode_basestring_ascii as _quoted

if __package__:
    from nbtrack.record.startup.nbtrack_lines import Lines
    from nbtrack.record.startup.nbtrack_modules import STANDARD, loaded_modules
    from nbtrack.record.startup.nbtrack_names import database_name, paths_in, without_secrets
else:  # in a process of a run, which need not have nbtrack
    from nbtrack_lines import Lines  # type: ignore[import-not-found,no-redef]
    from nbtrack_modules import STANDARD, loaded_modules  # type: ignore[import-not-found,no-redef]
    from nbtrack_names import database_name, paths_in, without_secrets  # type: ignore[import-not-found,no-redef]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

LIVE_FOLDER = "NBTRACK_LIVE_RUN"
ROOT = "NBTRACK_WATCHED_ROOT"  # the project; set by the recorder with the other
REPOSITORY = (
    "NBTRACK_WATCHED_REPOSITORY"  # the checkout that the project is a part of, with modules of its own
)
MOST_IN_A_FOLDER = 1000  # of which files are told one by one; a folder with more is summarised
_MOST_KEPT_BYTES = 64_000_000  # of a file that is read and then overwritten

_PASSED_OVER = frozenset(
    ("__pycache__", ".git", ".nbtrack", ".venv", "site-packages", "node_modules", ".ipynb_checkpoints")
)
# Outside of the project: what belongs to the machine.
_PACKAGE_SEARCHES = ("importlib/metadata/__init__.py", "importlib_metadata/__init__.py", "/pkgutil.py")
_OF_THE_SYSTEM = (
    *("/proc/", "/sys/", "/dev/", "/usr/", "/lib/", "/lib64/", "/bin/", "/sbin/", "/etc/", "/var/", "/run/"),
    *("/tmp/", "/snap/"),  # noqa: S108 - left out
)
# What imports for the kernel, not for its code: psutil when it is told to end (ipykernel 7.4), stack_data and
# what that needs when it shows an error (IPython 9).
_KERNELS_OWN = ("ipykernel.", "IPython.core.ultratb", "IPython.core.doctb", "IPython.core.tbtools")
_LIBRARIES = tuple(
    os.path.join(folder, "")
    for folder in {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__)}
)
_CODE = (".py", ".pyc", ".pyi", ".so", ".pth", ".pyd")


class Watch:
    """What one process has told so far; the folders are of the project, of its checkout, and of the run."""

    def __init__(self, root: str, repository: str, live: str, journal: str = "") -> None:
        self._root = root.rstrip(os.sep) + os.sep
        self._repository = repository.rstrip(os.sep) + os.sep
        self._lines = Lines(live, journal)
        self._store = os.path.dirname(os.path.dirname(live)) + os.sep
        self._told: set[tuple[str, str]] = set()
        self._kernels: set[str] = set()  # packages that only the kernel itself has imported
        self._in_folder: dict[str, int] = {}
        self.handlers: dict[str, Callable[..., None]] = {
            "open": self._opened,
            "import": self._imported,
            "exec": self._executed,
            "os.rename": self._renamed,
            "os.remove": self._removed,
            "os.mkdir": self._made,
            "os.system": self._started,
            "os.exec": lambda program, words, *_: self._started([program, *words]),
            "os.posix_spawn": lambda program, words, *_: self._started([program, *words]),
            "subprocess.Popen": lambda _, words, folder, *__: self._started(words, folder),
            "os.listdir": self._listed,
            "os.scandir": self._listed,
            "sqlite3.connect": self._database,
            "urllib.Request": self._requested,
            "http.client.send": self._sent,
            "socket.getaddrinfo": self._looked_up,
        }

    def is_of_interest(self, path: str) -> bool:
        """Tell whether a file is the experiment's, and neither the interpreter's nor the machine's."""
        if path.startswith((self._store, *_LIBRARIES)):
            return False
        if path.startswith(self._root):
            return _PASSED_OVER.isdisjoint(path[len(self._root) :].split("/"))
        return not path.startswith(_OF_THE_SYSTEM) and "/." not in path

    def _is_own_module(self, path: str) -> bool:
        """Tell whether a module is of the project, or of the rest of its checkout."""
        if not path.startswith(self._repository) or path.startswith((self._store, *_LIBRARIES)):
            return False
        return _PASSED_OVER.isdisjoint(path[len(self._repository) :].split("/"))

    def _opened(self, name: Any, mode: Any, flags: int, *_: Any) -> None:
        if isinstance(name, int):
            return
        path = _absolute(name)
        if path.endswith(_CODE) or not self.is_of_interest(path):
            return
        if mode is None:
            access = flags & (os.O_WRONLY | os.O_RDWR)
            reads, writes = access != os.O_WRONLY, bool(access)
        else:
            writes = bool(set(mode) & set("wax+"))
            reads = not writes or mode[:1] == "r"
        if reads:
            self._read(path)
        if writes:
            self._written(path)

    def _database(self, name: Any, *_: Any) -> None:
        """Take what SQLite opens by itself; whether it then wrote there, a digest tells in the end."""
        path = _absolute(database_name(os.fsdecode(name)))
        if not self.is_of_interest(path):
            return
        if os.path.isfile(path):
            self._read(path)
            self._keep_digest(path)
        else:
            self._written(path)

    def _read(self, path: str) -> None:
        if ("read", path) in self._told or ("written", path) in self._told:
            return
        try:
            found = os.stat(path)
        except OSError:  # what is not there was not read
            return
        if found.st_mode & 0o170000 == 0o100000:
            state = f"[{found.st_dev},{found.st_ino},{found.st_size},{found.st_mtime_ns},{found.st_ctime_ns}]"
            self._tell_file("read", path, f',"state":{state}')

    def _written(self, path: str) -> None:
        if ("written", path) not in self._told:
            self._keep_digest(path)
            self._tell_file("written", path)

    def _keep_digest(self, path: str) -> None:
        """Note what a file held that was read, before it holds something else."""
        if ("read", path) not in self._told or ("held", path) in self._told:
            return
        try:
            if os.path.getsize(path) > _MOST_KEPT_BYTES:
                return
            from hashlib import sha256

            with open(path, "rb") as file:
                digest = sha256(file.read()).hexdigest()
        except (OSError, ImportError):
            return
        self._tell("held", path, f',"digest":"{digest}"')

    def _renamed(self, _source: Any, target: Any, *_: Any) -> None:
        path = _absolute(target)
        if not path.endswith(_CODE) and self.is_of_interest(path):
            self._written(path)

    def _removed(self, name: Any, *_: Any) -> None:
        self._keep_digest(_absolute(name))

    def _made(self, name: Any, *_: Any) -> None:
        path = _absolute(name)
        if self.is_of_interest(os.path.join(path, "")) and not os.path.exists(path):
            self._tell("made", path)

    def _started(self, words: Any, folder: Any = None) -> None:
        """Take what the words of a program name: what it opens is not seen, unless it is Python."""
        self._tell("program", "")
        for path in paths_in(words, folder):
            if os.path.isdir(path):
                if self.is_of_interest(os.path.join(path, "")) and not self._root.startswith(path):
                    self._tell("listed", path)
            elif not path.endswith(_CODE) and self.is_of_interest(path):
                self._tell("argument", path)

    def _listed(self, name: Any = None, *_: Any) -> None:
        if isinstance(name, int) or _is_importing(sys._getframe(2)):
            return
        path = _absolute(name or ".")
        if self.is_of_interest(os.path.join(path, "")) and os.path.isdir(path):  # glob asks without looking
            self._tell("listed", path)

    def _imported(self, name: str, *_: Any) -> None:
        top = name.partition(".")[0]
        importer = _importer(sys._getframe(2))
        its_top = importer.partition(".")[0]
        if top in STANDARD or top == its_top:  # a package's own imports say nothing new
            return
        if importer.startswith(_KERNELS_OWN) or its_top in self._kernels:
            self._kernels.add(top)
        else:
            self._tell("imported", top)

    def _executed(self, code: Any, *_: Any) -> None:
        self._loaded(getattr(code, "co_filename", ""))

    def tell_loaded(self) -> None:
        """Tell where modules come from, and of those that were there before anybody listened."""
        global _loaded
        state = loaded_modules(), sys.path, self._repository, self._store
        if state != _loaded[0]:
            _loaded = (state[0], list(sys.path), *state[2:]), self._lines_of_loaded(*state[0])
        lines, told = _loaded[1]
        self._told |= told
        self._lines.write(lines)

    def _lines_of_loaded(self, tops: list[str], files: list[str]) -> tuple[str, set[tuple[str, str]]]:
        own = [*filter(self._is_own_module, files)]
        known = {"path": [*filter(os.path.isabs, sys.path)], "imported": tops, "module": own}
        lines = "".join([_line_of_many(kind, names) for kind, names in known.items()])
        return lines, {(kind, name) for kind, names in known.items() for name in names}

    def _loaded(self, path: str) -> None:
        if path.endswith(".py"):
            path = os.path.abspath(path)  # of a folder such as "../lib" on the path
            if self._is_own_module(path):
                self._tell("module", path)

    def _requested(self, url: str, *_: Any) -> None:
        self._tell("url", without_secrets(url))

    def _sent(self, connection: Any, request: Any, *_: Any) -> None:
        """Take the request line of what `http.client` sends; requests and urllib3 use that too."""
        words = bytes(request[:8192]).split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/"):
            return
        target = words[1]
        if target.startswith("/"):
            host = getattr(connection, "_tunnel_host", None) or connection.host
            scheme = "https" if getattr(connection, "default_port", 80) == 443 else "http"
            port = "" if connection.port in (80, 443, None) else f":{connection.port}"
            target = f"{scheme}://{host}{port}{target}"
        if "://" in target:
            self._tell("url", without_secrets(target))

    def _looked_up(self, host: Any, port: Any, *_: Any) -> None:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if isinstance(name, str) and name not in ("localhost", "127.0.0.1", "::1", "", "0.0.0.0"):  # noqa: S104
            name = name.rpartition("@")[2]
            self._tell("host", f"{name}:{port}" if port else name)

    def _tell_file(self, kind: str, path: str, more: str = "") -> None:
        folder = os.path.dirname(path)
        number = self._in_folder[folder] = self._in_folder.get(folder, 0) + 1
        if number <= MOST_IN_A_FOLDER:
            self._tell(kind, path, more)
        else:
            self._tell(f"many {kind}", folder)

    def _tell(self, kind: str, name: str, more: str = "") -> None:
        if line := self._line(kind, name, more):
            self._lines.write(line)

    def _line(self, kind: str, name: str, more: str = "") -> str:
        """Return what tells of a thing, nothing the second time."""
        if (kind, name) in self._told:
            return ""
        self._told.add((kind, name))
        return f' {{"kind":"{kind}","name":{_quoted(name)},"at":{time.time():.3f}{more}}}\n'

    def close(self) -> None:
        """Tell no more."""
        self._lines.close()


# The handlers of the run that is followed, empty where none is. Each event of the interpreter asks here.
_heeded: dict[str, Callable[..., None]] = {}
# What was loaded when it was last told, and how that was: a process may begin a thousand runs.
_loaded: tuple[tuple[Any, ...], tuple[str, set[tuple[str, str]]]] = (), ("", set())
_hooked = False
_current: Watch | None = None
live_folder = ""  # of the run that this process was started for, also when its environment is emptied


def watch(journal: str = "") -> None:
    """Listen in this process for the run that its environment names; nothing where it names none.

    The process that records itself names the run's journal.
    """
    global _current, _hooked, live_folder
    live, root = os.environ.get(LIVE_FOLDER), os.environ.get(ROOT)
    if not live or not root or not os.path.isdir(live):
        return
    if _current is not None:
        _current.close()
    _current, live_folder = Watch(root, os.environ.get(REPOSITORY, root), live, journal), live
    _current.tell_loaded()
    _heeded.update(_current.handlers)
    if not _hooked:  # a hook stays for good
        _hooked = True
        sys.addaudithook(_hear)


def stop() -> None:
    """Listen no more."""
    global live_folder
    _heeded.clear()
    live_folder = ""


def _line_of_many(kind: str, names: Iterable[str]) -> str:
    """Return what tells of things that were there before."""
    return f' {{"kind":"{kind}","names":[{",".join(map(_quoted, dict.fromkeys(names)))}],"at":0}}\n'


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if event in _heeded:
        try:  # noqa: SIM105 - contextlib is not loaded in every process
            _heeded[event](*args)
        except Exception:  # noqa: BLE001, S110 - listening must not change what the code does
            pass


def _absolute(name: Any) -> str:
    return os.path.abspath(os.fsdecode(name))


def _is_importing(frame: Any) -> bool:
    """Tell whether a folder is searched for modules, or for packages and their entry points."""
    file = frame.f_code.co_filename if frame else ""
    return file.startswith("<frozen importlib") or file.endswith(_PACKAGE_SEARCHES)


def _importer(frame: Any) -> str:
    """Return the name of the module whose code imports."""
    while frame and frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")) if frame else ""
