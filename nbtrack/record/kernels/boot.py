"""Start kernels for nbtrack, watch over them, and end them with all that they started.

It runs in the kernel's own interpreter, so it imports nothing that is not there anyway. With the word `warm`
it imports ipykernel once and forks: each kernel then is a process like any other, that only had its imports
done for it. Else each kernel is a program of its own. Orders come as lines of JSON on standard input; what
becomes of the kernels goes to standard output. When the orders end, because nbtrack does in whatever way,
so do the kernels.
"""

import json
import os
import select
import shutil
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): orphans of a kernel become our children
_ROUNDS = 20  # what is killed may have started another just before


def main(words: "list[str]") -> None:
    """Serve until the orders end; in a child, become the kernel."""
    sys.path[:] = [folder for folder in sys.path if folder != os.path.dirname(os.path.abspath(__file__))]
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it when it is imported
    warm = words[1:] == ["warm"]
    failure = _import_ipykernel() if warm else None
    order = _Server().serve()
    if order is None:
        os._exit(0)  # nothing of ours is left to tidy up
    if not warm:
        os.execvp(order["argv"][0], order["argv"])  # noqa: S606 - the program of the kernel's description
    if failure is not None:
        raise failure
    from ipykernel import kernelapp, kernelbase

    _end_in_order(kernelapp.IPKernelApp)
    _wait_for_none_in_vain(kernelbase.Kernel)
    sys.argv[:] = order["argv"]
    kernelapp.launch_new_instance()


# What a kernel imports while it boots, beside the module of its application.
_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
    "faulthandler",
    "encodings.idna",
)


def _import_ipykernel() -> "BaseException | None":
    """Import what each kernel would; what is wrong is for the first kernel to say.

    Without the debugger: it is half of what a kernel imports, and nobody steps through a run.
    """
    try:
        import gc
        import importlib

        sys.modules["debugpy"] = None  # type: ignore[assignment]  # to the import system: there is none
        importlib.import_module("ipykernel.debugger")
        del sys.modules["debugpy"]
        importlib.import_module("ipykernel.kernelapp")
        for name in _MODULES:
            _try_import(name)
        gc.freeze()  # so that collecting garbage does not copy the pages that kernels share
    except BaseException as error:  # noqa: BLE001 - raised again by the kernel
        return error
    return None


def _try_import(name: str) -> None:
    """Import what another version of ipykernel may not have or need."""
    try:
        __import__(name)
    except ImportError:
        return


def _end_in_order(application: "type[Any]") -> None:
    """Have a kernel's control thread end before the one that publishes what it says.

    ipykernel 7.4 ends that one first. Where the control thread has yet to say that it is idle, it then waits
    ten seconds or for ever to be heard, and the kernel waits for it: about one end in forty.
    """
    start = application.start

    def run(app: "Any") -> None:
        start(app)
        thread = getattr(app, "control_thread", None)
        if thread is not None:
            thread.stop()
            thread.join()

    application.start = run


def _wait_for_none_in_vain(kernel: "type[Any]") -> None:
    """Have a kernel that ends wait only for those children that may end when they are told to.

    ipykernel 7.4 tells what the code started to end, and then waits for half a minute: also for what is dead
    already, but that nobody has asked how it ended, as `subprocess.Popen` does only when the code does; and
    for what ignores it, as the resource trackers of multiprocessing and joblib do. We kill those.
    """
    list_children = getattr(kernel, "_process_children", None)
    if list_children is not None:
        kernel._process_children = lambda self: list(filter(_heeds, list_children(self)))


def _heeds(process: "Any") -> bool:
    """Tell whether a process, as psutil has it, does anything yet, and does not ignore SIGTERM."""
    try:
        return process.status() != "zombie" and not _ignored(process.pid) >> (signal.SIGTERM - 1) & 1
    except Exception:  # noqa: BLE001 - it is gone, or psutil cannot tell
        return False


def _ignored(pid: int) -> int:
    """Return the signals that a process ignores, a bit for each; none where the system does not say."""
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            return next((int(line.split()[1], 16) for line in file if line.startswith(b"SigIgn:")), 0)
    except OSError:
        return 0


class _Server:
    def __init__(self) -> None:
        self._kernels: dict[int, str] = {}  # the folder of each one's sockets, by process
        self._rest = b""
        self._orders = os.dup(0)
        self._replies = os.dup(1)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(2, 1)
        os.close(null)
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        _adopt_orphans()

    def serve(self) -> "dict[str, Any] | None":
        """Carry out orders; return None when they end, and in a child what it was ordered to be."""
        while True:
            ready, _, _ = select.select([self._orders, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._reap()
            if self._orders in ready:
                raw = os.read(self._orders, 1 << 16)
                if not raw:
                    self._end_everything()
                    return None
                *lines, self._rest = (self._rest + raw).split(b"\n")
                for line in lines:
                    if (order := self._carry_out(json.loads(line))) is not None:
                        return order

    def _carry_out(self, order: "dict[str, Any]") -> "dict[str, Any] | None":
        if "argv" in order:
            pid = os.fork()
            if pid == 0:
                self._become(order)
                return order
            self._kernels[pid] = order["folder"]
            self._say({"started": pid})
        elif "signal" in order:
            _kill_group(order["pid"], order["signal"])
        elif "end" in order:
            self._end(order["end"])
        return None

    def _become(self, order: "dict[str, Any]") -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in (self._orders, self._replies, self._woken, self._wake):
            os.close(descriptor)
        os.setsid()
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        os.chdir(order["cwd"])
        os.environ.update(order["env"])
        _enter_path(order["env"].get("PYTHONPATH", ""))

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self._kernels:
                code = os.waitstatus_to_exitcode(status)
                self._say({"ended": pid, "code": code, "peak_bytes": usage.ru_maxrss * 1024})

    def _end(self, pid: int) -> None:
        """Kill a kernel and what it started, also what has left its group since."""
        _kill_group(pid, signal.SIGKILL)
        self._reap_killed(pid)
        others = {known for known in self._kernels if known != pid}
        for _ in range(_ROUNDS):
            orphans = [child for child in _children() if child not in others]
            if not orphans:
                break
            for orphan in orphans:
                _kill(orphan, signal.SIGKILL)
                self._reap_killed(orphan)
        shutil.rmtree(self._kernels.pop(pid, ""), ignore_errors=True)
        self._say({"gone": pid})

    def _reap_killed(self, pid: int) -> None:
        try:
            _, status, usage = os.wait4(pid, 0)
        except ChildProcessError:
            return
        if pid in self._kernels:
            code = os.waitstatus_to_exitcode(status)
            self._say({"ended": pid, "code": code, "peak_bytes": usage.ru_maxrss * 1024})

    def _end_everything(self) -> None:
        for pid in list(self._kernels):
            self._end(pid)

    def _say(self, what: "dict[str, Any]") -> None:
        try:
            os.write(self._replies, json.dumps(what).encode() + b"\n")
        except OSError:  # nobody listens any more; the orders are about to end
            return


def _enter_path(path: str) -> None:
    """Do for folders that came to PYTHONPATH what Python does at its start."""
    new = [folder for folder in path.split(os.pathsep) if folder and folder not in sys.path]
    sys.path[:0] = new
    if any(os.path.isfile(os.path.join(folder, "sitecustomize.py")) for folder in new):
        sys.modules.pop("sitecustomize", None)
        try:
            __import__("sitecustomize")
        except ImportError:
            return


def _adopt_orphans() -> None:
    """Have processes whose parents ended become children of this one, where the system can do that."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        return


def _children() -> "list[int]":
    """Return the processes that this one is the parent of, none where the system does not say."""
    found, own = [], str(os.getpid())
    try:
        names = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []
    for name in names:
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if fields[1].decode() == own:
            found.append(int(name))
    return found


def _kill_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:  # it has not made its group yet, or is gone
        _kill(pid, number)
    except PermissionError:
        return


def _kill(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return


if __name__ == "__main__":
    main(sys.argv)
