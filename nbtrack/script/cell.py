"""Translate one cell."""

from __future__ import annotations

from itertools import count

from nbtrack.script.automagic import with_escape
from nbtrack.script.calls import cell_magic, spelled_out
from nbtrack.script.literals import comment, quoted
from nbtrack.script.magics.databricks import language_cell, language_of
from nbtrack.script.magics.registry import BUILT_IN, cell_outcome, line_outcome
from nbtrack.script.magics.shell import captured, shell
from nbtrack.script.model import REFUSED, Construct, LedgerEntry, Magics, Outcome, dropped
from nbtrack.script.pieces import CAPTURE, HELP, MAGIC, PYTHON, Piece, pieces
from nbtrack.script.translated import Line, Translated, indented

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_MARKS = ("%", "!", "?", "get_ipython")


def translate(
    source: str,
    shell_policy: str,
    place: str,
    magics: Magics = BUILT_IN,
    before: Collection[Translated] | None = None,
) -> Translated:
    """Translate a cleaned source; `place` names the cell in the errors that refused constructs raise.

    Where the cells `before` it are known, what a magic runs may be a magic without its `%`.
    """
    translation = _Translation(shell_policy, place, magics)
    translation.alone, translation.before = source.strip(), before
    return translation.cell(source, 1)


class _Translation:
    def __init__(self, shell_policy: str, place: str, magics: Magics) -> None:
        self.shell_policy = shell_policy
        self.place = place
        self.magics = magics
        self.alone = ""
        self.before: Collection[Translated] | None = None
        self.ledger: list[LedgerEntry] = []
        self.requirements: list[str] = []

    def cell(self, source: str, first: int) -> Translated:
        """Translate a source that begins at a line of the cell."""
        if written := cell_magic(source):
            origin = first + source[: len(source) - len(source.lstrip())].count("\n")
            lines = [Line(line.text, origin) for line in self._cell_magic(written, origin)]
            return Translated(tuple(lines), tuple(self.ledger), tuple(self.requirements), source)
        has_magic = _has_cell_magic(source) or language_of(source, self.magics.line)
        lines = self._cell_magic(source, first) if has_magic else self._lines(source, first)
        return Translated(tuple(lines), tuple(self.ledger), tuple(self.requirements), source)

    def _lines(self, source: str, first: int) -> list[Line]:
        if not any(mark in source for mark in _MARKS):  # most cells: spare the scan
            return list(map(Line, source.removesuffix("\n").split("\n"), count(first)))
        lines: list[Line] = []
        for found in pieces(source):
            text = source[found.start : found.end]
            origin = first + found.line - 1
            piece = spelled_out(found, text) if found.kind == PYTHON else found
            if piece.kind == PYTHON:
                lines.extend(Line(part, origin + i) for i, part in enumerate(text.split("\n")))
            else:
                lines.extend(self._piece(piece, text, origin))
        return lines

    def _piece(self, piece: Piece, text: str, origin: int) -> list[Line]:
        statement = piece.prefix.lstrip()
        indent = piece.prefix[: len(piece.prefix) - len(statement)]
        name, _, argument = piece.command.partition(" ") if piece.kind == MAGIC else ("!", "", piece.command)
        construct = Construct(name, argument.strip(), statement, None, self.shell_policy)
        outcome = _outcome(piece.kind, construct, self.magics)
        self._note(outcome, text.strip(), origin)
        if outcome.footer is not None:
            is_alone = text.strip() == self.alone  # where it is not, a line above may hide the name
            body = self._with_escape(outcome.body) if is_alone else outcome.body
            block = self._around(outcome, outcome.footer, text, body, origin, origin)
            return list(indented(tuple(block), indent))
        code = self._code(outcome, construct, text.strip(), origin)
        if indent and not outcome.code and outcome.verdict != REFUSED:
            code = f"pass  {code}"
        last = origin + text.count("\n")
        return [Line(indent + part, min(origin + i, last)) for i, part in enumerate(code.split("\n"))]

    def _cell_magic(self, source: str, first: int) -> list[Line]:
        head, _, body = source.partition("\n")
        is_magic = head.startswith("%%")
        name, _, argument = head[1 + is_magic :].rstrip().partition(" ")
        body = body if body.endswith("\n") or not body else body + "\n"
        construct = Construct(name, argument.strip(), "", body, self.shell_policy)
        outcome = cell_outcome(construct, self.magics) if is_magic else language_cell(construct)
        self._note(outcome, head.strip(), first)
        if outcome.footer is not None:
            body = self._with_escape(body)
            return self._around(outcome, outcome.footer, head, body, first, first + 1)
        code = outcome.code or self._code(outcome, construct, head, first)
        if not outcome.code:
            code += f"\n{comment(body.rstrip())}" if body.strip() else ""
        last = first + source.rstrip("\n").count("\n")
        return [Line(part, min(first + i, last)) for i, part in enumerate(code.split("\n"))]

    def _around(
        self, outcome: Outcome, footer: str, head: str, body: str, first: int, body_first: int
    ) -> list[Line]:
        inner = self.cell(body.rstrip("\n"), body_first).lines if body.strip() else ()
        if not outcome.code:
            return [Line(comment(head), first), *inner]
        if not any(line.text.strip() and not line.text.lstrip().startswith("#") for line in inner):
            inner = (*inner, Line("pass", first))
        last = inner[-1].origin
        lines = [Line(part, first) for part in outcome.code.split("\n")]
        return [*lines, *indented(inner), *(Line(part, last) for part in footer.split("\n") if part)]

    def _with_escape(self, body: str) -> str:
        return body if self.before is None else with_escape(body, self.before, self.magics)

    def _code(self, outcome: Outcome, construct: Construct, text: str, origin: int) -> str:
        if outcome.verdict == REFUSED:
            message = quoted(f"{self.place}, line {origin}: `{text.splitlines()[0]}`: {outcome.reason}")
            call = f"_nb_refuse({message})"
            return (
                f"{construct.prefix}{call}" if construct.prefix else f"raise NotImplementedError({message})"
            )
        if outcome.code:
            return outcome.code
        note = comment(f"{text}  # {outcome.reason}")
        return f"{construct.prefix}None  {note}" if construct.prefix else note

    def _note(self, outcome: Outcome, text: str, origin: int) -> None:
        self.ledger.append(LedgerEntry(0, origin, text, outcome.verdict, outcome.reason))
        self.requirements.extend(outcome.requirements)


def _outcome(kind: str, construct: Construct, magics: Magics) -> Outcome:
    if kind == HELP:
        return dropped("it only asks for help")
    if kind == MAGIC:
        return line_outcome(construct, magics)
    return captured(construct) if kind == CAPTURE or construct.prefix else shell(construct)


def _has_cell_magic(source: str) -> bool:
    first = source.partition("\n")[0].rstrip()
    return first.startswith("%%") and not first.endswith("?")
