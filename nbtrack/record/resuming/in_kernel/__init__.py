"""Keep what the cells of a notebook have made, and bring it back: this package runs in the kernel.

The recorder loads it there from its path, under a name of its own: the kernel's interpreter may be another
and need not have nbtrack. Nothing but the standard library is imported before it is needed.

What is kept is what there was when the last cell began, since that cell is to run again: names that it made
are left out, and what it took of the random numbers is given back. What it did to a list or a model cannot be
undone.
"""

from __future__ import annotations

import json
import os
import sys
import time

from . import interpreter, random_numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STATE, ANSWER = "state.pickle", "answer.json"
_PLAIN = frozenset((int, float, complex, bool, str, bytes, type(None)))
_MOST_PLAIN_BYTES = 10_000  # of a value that is remembered; a larger one may not stay when a cell replaces it
_SHELL_NAMES = ("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_ih", "_oh", "_dh", "_exit_code")


class Beginning:
    """How things stood when a cell began."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.identities = {name: id(value) for name, value in namespace.items()}
        self.plain = {
            name: value
            for name, value in namespace.items()
            if type(value) in _PLAIN and sys.getsizeof(value) <= _MOST_PLAIN_BYTES
        }
        self.place = interpreter.place()
        self.random = random_numbers.random_states()


_first: Beginning | None = None  # of the kernel
_last: Beginning | None = None  # of the cell that ran last


def begin() -> bool:
    """Take note from now on how things stand when a cell begins."""
    global _first
    shell = interpreter.shell()
    _first = Beginning({})
    shell.events.register("pre_run_cell", _note_beginning)
    return True


def _note_beginning(*_about_the_cell: Any) -> None:
    global _last
    _last = None
    try:  # noqa: SIM105 - contextlib is nothing to import for it
        _last = Beginning(dict(interpreter.shell().user_ns))
    except Exception:  # noqa: BLE001, S110 - the values' own code; then nothing is kept, and the cell runs
        pass


def keep(text: str) -> bool:
    """Write the state, and an answer that says of it what there is to know, into a folder."""
    order = json.loads(text)
    answer = _kept(order)
    with open(os.path.join(order["folder"], ANSWER), "w", encoding="ascii") as file:
        json.dump(answer, file)
    return True


def _kept(order: dict[str, Any]) -> dict[str, Any]:
    if _first is None or _last is None:
        return {"why": "the kernel did not take note of how its last cell began"}
    from . import pickles

    pickles.load_cloudpickle(order["cloudpickle"])
    values, lost = _values(interpreter.shell(), _last)
    place = interpreter.place_since(_first.place, _last.place)
    after = {"random": _last.random, "settings": interpreter.settings(), "code": interpreter.code_of_cells()}
    deadline = time.monotonic() + order["seconds"]
    budget = pickles.Budget(order["most_bytes"], order["too_large"], deadline)
    try:
        written = pickles.save(os.path.join(order["folder"], STATE), place, values, after, budget)
    except pickles.OverBudget as over:
        return {"why": str(over)}
    refused = {**lost, **written.refused}
    kept = [name for name in values if name not in refused]
    return {
        "names": kept,
        "changeable": [name for name in kept if interpreter.is_changeable(values[name])],
        "rebound": [name for name in kept if _last.identities[name] != id(values[name])],
        "refused": refused,
        "digest": written.digest,
        "bytes": written.size_bytes,
    }


def _values(shell: Any, beginning: Beginning) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the user's names stood for when the last cell began, and what it is too late for."""
    values: dict[str, Any] = {}
    lost: dict[str, str] = {}
    namespace, hidden = shell.user_ns, shell.user_ns_hidden
    for name, identity in beginning.identities.items():
        if _is_of_the_shell(name) or (name in hidden and id(hidden[name]) == identity):
            continue
        if name in beginning.plain:
            values[name] = beginning.plain[name]
        elif name in namespace:
            values[name] = namespace[name]
        else:
            lost[name] = "deleted by the cell that did not finish"
    return values, lost


def _is_of_the_shell(name: str) -> bool:
    digits = name.lstrip("_").lstrip("i")
    return name in _SHELL_NAMES or name.startswith("__") or (name.startswith("_") and digits.isdigit())


def restore(text: str) -> bool:
    """Bring a state back that was kept; raises whatever goes wrong, and then the namespace is as it was."""
    order = json.loads(text)
    from . import pickles

    pickles.load_cloudpickle(order["cloudpickle"])
    shell = interpreter.shell()
    with pickles.opened(os.path.join(order["folder"], STATE), order["digest"]) as state:
        place = state.load()
        interpreter.prepare(place)
        for magic, words in order["magics"]:
            shell.run_line_magic(magic, words)
        values = dict(state.values())
        after = state.load()
    interpreter.go_to(place)
    shell.user_ns.update(values)
    shell.execution_count = order["count"]
    interpreter.show_code_of_cells(after["code"])
    interpreter.set_back(after["settings"])
    random_numbers.set_random(after["random"])
    return True
