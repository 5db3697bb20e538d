"""Whether more or less of a metric is better: as the settings say, else as its name is used by everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nbtrack.natural_order import natural

if TYPE_CHECKING:
    from collections.abc import Mapping

MIN, MAX = "min", "max"
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LOWER = frozenset(
    (
        *("error", "errors", "loss", "mae", "mape", "mse"),
        *("msle", "nll", "perplexity", "ppl", "rmse", "rmsle"),
        *("brier", "cer", "duration", "elapsed", "entropy", "latency", "logloss", "seconds", "time", "wer"),
    )
)
_HIGHER = frozenset(
    (
        *("acc", "accuracy", "ap", "auc", "auroc", "bleu", "correlation", "dice", "f1", "fscore", "iou"),
        *("map", "ndcg", "precision", "psnr", "r2", "recall", "reward", "rouge", "score", "sensitivity"),
        *("specificity", "ssim", "throughput"),
    )
)

_HELD_OUT = frozenset(("dev", "eval", "evaluation", "holdout", "test", "val", "valid", "validation"))
_TRAINING = frozenset(("train", "training"))
_COST = frozenset(("duration", "elapsed", "latency", "seconds", "throughput", "time"))


def prominence(name: str, told: Mapping[str, str]) -> tuple[Any, ...]:
    """Return what metrics are sorted by where few have room: those that tell most about a model come first.

    Without a word on which way is better they come last; of the others, what the settings name and what was
    held out comes first, then what says nothing of it, training, and at last what it took.
    """
    words = _words(name)
    if name in told or (_HELD_OUT & words and not _COST & words):
        place = 0
    else:
        place = 3 if _COST & words else 2 if _TRAINING & words else 1
    return direction_of(name, told) is None, place, natural(name)


def direction_of(name: str, told: Mapping[str, str]) -> str | None:
    """Return `min` or `max`, None where nobody says and the name says neither, or both.

    Settings may name the metric itself or the last part of its name, behind "/" or ".".
    """
    for key in (name, re.split(r"[/.]", name)[-1]):
        if key in told:
            return told[key]
    words = _words(name)
    lower, higher = not words.isdisjoint(_LOWER), not words.isdisjoint(_HIGHER)
    if lower == higher:
        return None
    return MIN if lower else MAX


def tells_cost(name: str) -> bool:
    """Tell whether a metric says what a run took, which is another number each time."""
    return not _COST.isdisjoint(_words(name))


def is_better(old: float, new: float, direction: str | None) -> bool | None:
    """Tell whether a number got better; None where it did not change or nobody says what is better."""
    if direction is None or old == new or old != old or new != new:
        return None
    return (new > old) == (direction == MAX)


def verdict_word(is_better: bool | None) -> str:
    """Return what is said of a number that got better or worse, nothing where nobody says."""
    return {True: "better", False: "worse", None: ""}[is_better]


def _words(name: str) -> set[str]:
    """Return the words of a name such as `val/F1_macro` or `testAccuracy`, with `f1` and `r2` as one."""
    found = [word.lower() for word in _WORDS.findall(name)]
    joined = {one + two for one, two in pairwise(found) if two.isdecimal()}
    return {*found, *joined}
