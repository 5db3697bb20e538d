"""Run another file."""


def _nb_run(command: str, names: dict, interactive: bool = False, as_module: bool = False) -> None:  # type: ignore[type-arg]
    """Run a Python file with arguments and take over the names that it defines."""
    import os
    import runpy
    import shlex
    import sys

    words = shlex.split(command)
    path = os.path.expanduser(words[0])
    path = path if os.path.exists(path) or path.endswith(".py") else path + ".py"
    arguments, sys.argv = sys.argv, [path, *words[1:]]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    own = {name: value for name, value in names.items() if not name.startswith("__")} if interactive else {}
    try:
        name = os.path.splitext(os.path.basename(path))[0] if as_module else "__main__"
        found = runpy.run_path(path, own, run_name=name)
    finally:
        sys.argv = arguments
        del sys.path[0]
    names.update((name, value) for name, value in found.items() if not name.startswith("__"))
