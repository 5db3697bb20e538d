"""What the demo shows, in order."""

from __future__ import annotations

from typing import NamedTuple


class Stop(NamedTuple):
    """One stop of the tour: what it is about, and the commands with the exit codes that they end with."""

    says: str
    commands: tuple[tuple[str, int], ...]


TOUR = (
    Stop(
        "dirty.ipynb is about to be committed, with outputs, somebody's home folder and a key in it.",
        (("nbtrack check dirty.ipynb", 1),),
    ),
    Stop(
        "What a machine can clean it cleans, and every other byte stays. The key is left for a person.",
        (("nbtrack strip dirty.ipynb", 0), ("nbtrack check dirty.ipynb", 1)),
    ),
    Stop(
        "train.ipynb gets a Python file as its twin: to review, to edit, to import from.",
        (("nbtrack pair train.ipynb", 0),),
    ),
    Stop(
        "magics.ipynb leaves Jupyter: its magics and shell commands become plain Python.",
        (("nbtrack extract magics.ipynb -o magics.py", 0),),
    ),
    Stop(
        "Do they run outside Jupyter, from top to bottom? One uses a name that no cell defines any more.",
        (("nbtrack smoke magics.ipynb hidden_state.ipynb", 1),),
    ),
    Stop(
        "An experiment, recorded: code, parameters, metrics, outputs, packages, commit.",
        (("nbtrack run train.ipynb", 0),),
    ),
    Stop(
        "Once more with another learning rate, and at once what that changed.",
        (("nbtrack run train.ipynb -p learning_rate=0.01", 0),),
    ),
    Stop("Both runs stay on record.", (("nbtrack runs", 0),)),
)

LOOK = (
    ("nbtrack ui", "all of it in a browser"),
    ("nbtrack show", "the last run, whole"),
    ("nbtrack diff", "what it changed"),
    ("nbtrack log train.ipynb", "the notebook's history"),
    ("nbtrack show --notebook > out.ipynb", "the notebook with all that it put out"),
    ("cat magics.py", "what was extracted"),
    ("git diff", "what strip and pair changed"),
)
