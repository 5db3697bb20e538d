"""Noise inside the text of outputs. A pattern names what cannot be the result of anybody's work.

A date without a time, a bare number and a bare hexadecimal number are results. Dates with a time are noise in
what is printed, as logs are, and results in what a cell returns, as in a table of measurements. The time at
which a summary was made is noise in both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nbtrack.diff.model import NoiseCount

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# Every repetition has an end, so that a megabyte of digits is searched in linear time.
_NUMBER = r"(?<![\d.,])\d[\d.,]{0,15}"
_UNIT = r"(?:[nµμu]s|ms|s|secs?|seconds?|min(?:utes?)?|h|hours?)"
_SPAN = rf"{_NUMBER} ?{_UNIT}\b(?: {_NUMBER} ?{_UNIT}\b){{0,3}}"
_ID = r"[0-9a-f]"
_DONE = (
    *("built", "completed", "computed", "converged", "done", "evaluated", "executed", "finished", "fit"),
    *("fitted", "loaded", "predicted", "processed", "ran", "saved", "trained"),
)
_TOOK = rf"(?:took|elapsed|duration|(?:{'|'.join(_DONE)}) in|(?:run|running |training |total )?time)"
_CLOCKED = r"(?:elapsed(?: time)?|(?:execution|training|wall) time|runtime)"  # whose numbers need no unit
_GAP = r"(?:\}|</t[hd]>)?[ &]{0,60}(?:<t[hd]>)?"
# when a summary was made, as statsmodels has it, in text, HTML and LaTeX
_MADE = rf"\bTime:{_GAP}\d\d:\d\d:\d\d\b|\bDate:{_GAP}[A-Z][a-z]{{2}}, \d\d [A-Z][a-z]{{2}} \d{{4}}\b"
_COLOURS = r"(?:\x1b\[[\d;]{0,20}m){0,4}"
_PATTERNS = {
    # the cell in a traceback: today, in IPython 8.0, and up to 7
    "counts": rf"(?:Cell|Input){_COLOURS} {_COLOURS}In ?\[\d{{1,7}}\](?={_COLOURS}, )"
    rf"|<ipython-input-\d{{1,7}}-{_ID}{{12}}>",
    # what object.__repr__ writes
    "addresses": r"(?<=\bat )0x[0-9a-fA-F]{6,16}\b",
    "timestamps": (
        r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\b"
        r"|\b(?:[A-Z][a-z]{2},? )?(?:[A-Z][a-z]{2} {1,2}\d{1,2}|\d{1,2} [A-Z][a-z]{2})(?: \d{4})?"
        r" \d\d:\d\d:\d\d"
        r"(?: [A-Z]{3,4})?(?: \d{4})?\b"
        r"|(?<![\d:])\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?![\d:])"
        rf"|{_MADE}"
    ),
    "timings": (
        # %time and %%time
        r"\bCPU times: [^\n]*|\bWall time: [^\n]*"
        # %timeit, today and up to IPython 5
        rf"|{_SPAN} ± {_SPAN} per loop \([^)\n]{{0,80}}\)"
        rf"|{_NUMBER} loops, best of \d{{1,3}}: {_SPAN} per loop"
        # Keras: "12s 40ms/step", "ETA: 0:12"
        rf"|(?:{_NUMBER}{_UNIT} )?{_NUMBER}{_UNIT}/(?:step|epoch|sample)\b|\bETA: [\d:]{{1,9}}s?"
        rf"|\b(?i:{_TOOK})\b[^\d\n]{{0,20}}{_SPAN}"
        rf"|\b(?i:{_CLOCKED})\b[^\d\n]{{0,10}}\d{{1,9}}\.\d{{1,20}}\b"
        # LightGBM, CatBoost, Hugging Face's Trainer
        rf"|\boverhead of testing was {_SPAN}|\btotal: {_SPAN}\tremaining: {_SPAN}"
        r"|'(?:train|eval|test)_(?:runtime|samples_per_second|steps_per_second)': '?[\d.]{1,20}"
    ),
    # tqdm, pip, and Keras' bar
    "progress": (
        r" {0,3}\d{1,3}%\|[^|\n]{0,200}\|[^\[\n]{0,80}\[[^\]\n]{0,120}\]"
        r"|(?<!\d)\d{1,12}it \[\d\d:\d\d, [^\]\n]{0,80}\]"
        r"|[━╸╺]{5,}[^\n]*"
        r"|\[[=>.]{10,100}\]"
    ),
    # ids of ipywidgets' models, pandas' Styler, scikit-learn, Altair, Colab, everyone's UUIDs; the file that
    # is a cell's code, in ipykernel's folder for its process
    "widgets": (
        r"(?<=/tmp/)tmp[a-z0-9_]{8}\b"  # Python's tempfile
        rf"|\b{_ID}{{8}}-{_ID}{{4}}-{_ID}{{4}}-{_ID}{{4}}-{_ID}{{12}}\b"
        rf"|(?<=IPY_MODEL_){_ID}{{32}}\b|(?<=\"model_id\": \"){_ID}{{32}}\b"
        rf"|(?<=altair-viz-){_ID}{{32}}\b|\bT_{_ID}{{5}}(?=_|\b)|(?<=sk-container-id-)\d{{1,6}}\b"
        rf"|\b_?anim(?:_[a-z0-9_]{{1,20}}?)?{_ID}{{32}}\b"  # in what matplotlib's animations are shown by
        r"|\bipykernel_\d{1,10}[/\\]\d{1,10}(?=\.py\b)"
    ),
}
_RETURNED = {**_PATTERNS, "timestamps": _MADE}
_LONGEST = 1_000_000  # characters: nobody's log, and searched several times
# One of these, in lower case, is in every line that holds such noise: most lines need no search.
_HINTS: dict[str, tuple[str, ...]] = {
    "counts": ("in[", "in [", "ipython-input-"),
    "addresses": ("at 0x",),
    "timestamps": (":",),
    "timings": (
        *("time", "took", "elapsed", "duration", *(f"{word} in" for word in _DONE)),
        *(" per loop", "/step", "/epoch", "/sample", "eta: ", "overhead of", "remaining: ", "_per_second"),
    ),
    "progress": ("|", "it [", "━", "╸", "╺", "[=", "[>", "[."),
    "widgets": ("-", "model", "t_", "anim", "ipykernel_", "tmp/tmp"),
}


class TextNoise:
    """The classes of noise that are looked for in one kind of text.

    What was found in a line is remembered: a line is looked at whenever it is compared with another one.
    """

    __slots__ = ("_has_progress", "_known", "_patterns")

    def __init__(self, classes: Collection[str], patterns: Mapping[str, str] = _PATTERNS) -> None:
        self._patterns = [
            (name, _HINTS[name], re.compile(pattern))  # `re` keeps what it compiled
            for name, pattern in patterns.items()
            if name in classes
        ]
        self._has_progress = "progress" in classes
        self._known: dict[str, str] = {}

    def quiet(self, text: str) -> str:
        """Return a text with a mark in place of each noise; the lines stay as many."""
        if len(text) > _LONGEST:
            return text
        return "\n".join(map(self._quiet_line, text.split("\n")))

    def _quiet_line(self, line: str) -> str:
        found = self._known.get(line)
        if found is None:
            found = self._known[line] = self._searched(line)
        return found

    def _searched(self, line: str) -> str:
        text = _overwritten(line) if self._has_progress and ("\r" in line or "\b" in line) else line
        lower = text.lower()
        for name, hints, pattern in self._patterns:
            if any(hint in lower for hint in hints):
                text = pattern.sub(f"<{name}>", text)
        return text

    def counted(self, old: str, new: str) -> list[NoiseCount]:
        """Return which noise tells two lines apart that are equal without it."""
        found = [n for n, _, pattern in self._patterns if pattern.findall(old) != pattern.findall(new)]
        return [
            NoiseCount(name, 1) for name in found or ["progress"]
        ]  # else they were written over themselves


class OutputNoise:
    """The classes of noise by where the text stands."""

    __slots__ = ("_printed", "_returned")

    def __init__(self, classes: frozenset[str]) -> None:
        self._printed = TextNoise(classes)
        self._returned = TextNoise(classes, _RETURNED)

    def of(self, name: str) -> TextNoise:
        """Return what is noise in an output of this name: a stream, an error, or what a cell shows."""
        return self._printed if name == "error" or name.startswith("stream") else self._returned


def _overwritten(line: str) -> str:
    """Return what is left on the screen of a line that was written over itself."""
    if "\b" in line:
        line = re.sub(r"\x08+", "\r", line)
    return line.rstrip("\r").rpartition("\r")[2]
