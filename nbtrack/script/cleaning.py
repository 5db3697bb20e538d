"""Take off what IPython takes off a cell before it reads it: prompts, and an indent of the whole cell.

Lines keep their numbers.
"""

from __future__ import annotations

import re

_PYTHON_PROMPT = re.compile(r"[ \t]*(?:>>>|\.\.\.)(?: |$)")
_IPYTHON_PROMPT = re.compile(r"(?:(?:\[(?:nav|ins)\])? )?In \[\d+\]: |\s*\.{3,}: ?")
_INDENT = re.compile(r"(?:[ \t]*\n)*([ \t]+)\S")
_MAY_HAVE_PROMPT = re.compile(r"^[ \t]*(?:>>>|In \[\d+\]: )", re.MULTILINE)


def cleaned(source: str) -> str:
    """Return a cell's source as IPython reads it, with line feeds as its only line ends."""
    if "\r" in source:  # Python reads all three kinds of line ends, in strings too
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    indent = _INDENT.match(source)
    if indent:
        source = "\n".join(line.removeprefix(indent[1]) for line in source.split("\n"))
    if _MAY_HAVE_PROMPT.search(source):
        source = _without_prompts(source)
    return source


def _without_prompts(source: str) -> str:
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    for prompt in (_PYTHON_PROMPT, _IPYTHON_PROMPT):
        if prompt.match(first):
            return "\n".join(prompt.sub("", line, count=1) if prompt.match(line) else line for line in lines)
    return source
