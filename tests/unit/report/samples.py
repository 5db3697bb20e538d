"""Reports made for tests."""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.report.lines import file_lines
from nbtrack.report.result import Checked, Report
from nbtrack.rules.engine import check_notebook, finding_for
from nbtrack.rules.options import Options
from nbtrack.rules.registry import RULES
from nbtrack.rules.selection import select
from nbtrack.terminal import safe
from tests.making import code, markdown, notebook_b, stream

HOSTILE = (
    "\x1b[31mred\x1b[0m\r\n::error::pwned\n##[error]x\u202e<img src=x onerror=y> @all | `c` [l](u) "
    "\"q\" 'p' & ]]> %0A \ud800\x00\ufffe"
)
# A path cannot hold NUL; bytes that are no UTF-8 come as lone surrogates.
HOSTILE_PATH = f"::error::a,b:c{HOSTILE.replace(chr(0), '').replace(chr(0xD800), chr(0xDCFF))}.ipynb"


def plain(text: str, *_styles: str) -> str:
    """Paint as the terminal does without colour."""
    return safe(text)


def marked(text: str, *styles: str) -> str:
    """Paint so that styles can be seen."""
    return f"<{'+'.join(styles)}:{safe(text)}>" if styles else safe(text)


def checked(notebook: Notebook) -> Checked:
    """Run all rules but those on metadata that these notebooks do not care for."""
    findings = check_notebook(notebook, select(RULES, selected=["ALL"], ignored=["NBT110"]), Options())
    return Checked(notebook.path, findings, file_lines=file_lines(notebook, findings))


def unreadable(raw_b: bytes, path: str) -> Checked:
    """Return what check makes of a file that cannot be read."""
    try:
        parse(raw_b, path)
    except NotebookError as error:
        return Checked(path, (finding_for(error),), error=error, file_lines=(error.line or 1,))
    raise AssertionError(path)


def sample() -> Report:
    """Return a report with a clean, a dirty, and an unreadable notebook."""
    dirty = notebook_b(
        code("import os\nx = scale * 2", outputs=[stream("hello")], count=2),
        code("print(x)", count=1),
        markdown("see /home/ana/data"),
        code("", outputs=[stream("a")]),
    )
    clean = notebook_b(code("x = 1"))
    return Report(
        [
            checked(parse(clean, "clean.ipynb")),
            checked(parse(dirty, "folder/dirty one.ipynb")),
            unreadable(b"{", "broken.ipynb"),
        ]
    )


def hostile() -> Report:
    """Return a report on a notebook whose names, ids, tags and outputs try to be obeyed."""
    cell = code("x", metadata={"tags": ["t"]}) | {"cell_type": HOSTILE, "id": HOSTILE}
    tagged = code("", metadata={"tags": [f"nbtrack-ignore:{HOSTILE}"]}, id="b")
    noisy = code(f"open('/home/ana/{HOSTILE}')", outputs=[stream(f"/home/eva/{HOSTILE}")], id="c")
    raw_b = notebook_b(
        *(cell, tagged, noisy),
        metadata={"kernelspec": {"name": HOSTILE, "display_name": ""}},
        ensure_ascii=True,
    )
    return Report([checked(parse(raw_b, HOSTILE_PATH)), unreadable(b"{", f"::error::{HOSTILE_PATH}")])
