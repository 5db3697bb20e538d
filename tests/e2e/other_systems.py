"""What other systems lack of the standard library, kept from nbtrack's modules and from nobody else's.

The text of a `sitecustomize` for each system: what Python gets from there, its own modules and installed
packages have already, since they are made for the system that the tests run on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SITE = """
import builtins, os, signal, sys, types, _signal

MODULES, NAMES = {modules!r}, frozenset({names!r}.split())
lacking = {{}}
for module in (os, signal, _signal):
    lacking[module.__name__] = types.ModuleType(module.__name__)
    vars(lacking[module.__name__]).update((k, v) for k, v in vars(module).items() if k not in NAMES)
original = builtins.__import__


def as_there(name, globals=None, locals=None, fromlist=(), level=0):
    if (globals or {{}}).get("__name__", "").partition(".")[0] == "nbtrack":
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        if name in lacking:
            return lacking[name]
    return original(name, globals, locals, fromlist, level)


builtins.__import__ = as_there
"""
_MACOS = """
    sched_getaffinity sched_setaffinity pidfd_open posix_fadvise memfd_create eventfd splice
    copy_file_range getxattr setxattr listxattr pipe2 fdatasync O_TMPFILE O_PATH
"""
_WINDOWS = """
    fork forkpty register_at_fork posix_spawn posix_spawnp POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN
    POSIX_SPAWN_CLOSE getuid geteuid getgid getegid setsid getpgid killpg wait wait3 wait4 waitid WNOHANG
    WNOWAIT WEXITED P_PID WIFEXITED WEXITSTATUS sysconf pread pwrite preadv writev readv mkfifo statvfs
    fstatvfs chown fchown lchown fchmod fchdir getloadavg uname openpty sync nice O_CLOEXEC O_NONBLOCK
    O_NOFOLLOW O_DIRECTORY O_SYNC O_NOCTTY SIGKILL SIGHUP SIGALRM SIGCHLD SIGUSR1 SIGUSR2 SIGSTOP SIGTSTP
    SIGCONT SIGPIPE SIGQUIT SIGWINCH SIGBUS setitimer ITIMER_REAL pthread_sigmask pthread_kill sigwait
    SIG_BLOCK SIG_UNBLOCK SIG_SETMASK siginterrupt
"""
_POSIX_MODULES = ("fcntl", "resource", "termios", "pwd", "grp", "pty", "tty", "syslog", "curses", "posix")


def like_macos(folder: Path) -> str:
    """Return what PYTHONPATH has to be for nbtrack to find what there is on macOS."""
    return _site(folder, (), _MACOS)


def like_windows(folder: Path) -> str:
    """Return what PYTHONPATH has to be for nbtrack to find what there is on Windows."""
    return _site(folder, _POSIX_MODULES, _MACOS + _WINDOWS)


def _site(folder: Path, modules: tuple[str, ...], names: str) -> str:
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_SITE.format(modules=modules, names=names))
    return str(folder)
