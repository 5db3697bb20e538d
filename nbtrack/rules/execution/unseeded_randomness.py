"""A notebook trains a model with random numbers that nothing seeds.

## What it does
In notebooks that train something (they call `fit`, `backward` or a trainer), finds the first use of random
numbers of each library that nothing in the notebook has seeded: Python's `random`, NumPy's global generator
and `default_rng()` without a seed, PyTorch, TensorFlow, and scikit-learn's `train_test_split` and
estimators that are given no `random_state`.

## Why it matters
Each run gives other numbers, and nobody can tell whether a change made the model better.

## Example
`cell 4, line 1: NBT308 torch.randn draws random numbers, but nothing calls torch.manual_seed`

## Fix and its safety
None: seed at the top of the notebook, and pass `random_state` or a generator where a function takes one.

## Options
Off unless it is selected. A function with `seed` in its name that belongs to none of these libraries
(`seed_everything`, `set_seed`) counts for all of them.

## On real notebooks
13 findings in 10 of the 255 notebooks it was read on, all of them read. All are right: data that is shuffled
or split, and noise that is drawn, without any seed. In 432 others 24, all of them read and right.

## Source
The libraries' own pages on reproducibility: NumPy "Random generator", PyTorch "Reproducibility",
TensorFlow `tf.random.set_seed`, scikit-learn "Controlling randomness".
"""

from __future__ import annotations

from nbtrack.rules.execution.randomness import LIBRARIES, seeded_by
from nbtrack.rules.finding import Finding
from nbtrack.rules.python.nodes import dotted_name, nodes
from nbtrack.rules.python.places import at_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nbtrack.rules.python.cells import PythonCell
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

    Call = tuple[PythonCell, Any, str]

_TRAINING = frozenset(
    ("backward", "fine_tune", "fit", "fit_generator", "fit_one_cycle", "fit_transform", "minimize", "train")
)


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first draw of each library that is not seeded."""
    text = subject.notebook.text
    if not any(f"{word}(" in text for word in _TRAINING):
        return
    calls = [call for cell in subject.python_cells for call in _calls(cell)]
    if not any(name.rpartition(".")[2] in _TRAINING for _, _, name in calls):
        return
    seeded = {library for _, _, name in calls for library in seeded_by(name)}
    for library in LIBRARIES:
        if library.name in seeded:
            continue
        for cell, node, name in calls:
            if library.draws(name, node, seeded):
                message = f"{name} draws random numbers, but nothing {library.cure}"
                yield Finding(rule, at_node(cell, node), message)
                break


def _calls(cell: PythonCell) -> Iterator[Call]:
    for node in nodes(cell):
        if type(node).__name__ == "Call":
            name = dotted_name(node.func) or getattr(node.func, "attr", "")
            if name:
                yield cell, node, name
