"""Every rule, in the order of its code. A code is never given to another rule.

What reports, selection and help need stands here, so that a rule's module is imported only when it runs.
"""

from __future__ import annotations

from nbtrack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.rules.rule import Fixes, Level


def _rule(
    code: str,
    name: str,
    summary: str,
    *,
    family: str,
    level: Level = "warning",
    fixes: Fixes = "never",
    on: bool = True,
    outside: bool = False,
) -> Rule:
    module = f"nbtrack.rules.{family}.{name.replace('-', '_')}"
    return Rule(code, name, summary, module=module, level=level, fixes=fixes, on=on, outside=outside)


CRASHED_RULE = _rule(
    "NBT000", "crashed-rule", "a rule failed here: a defect of nbtrack", family="document", level="error"
)
UNREADABLE_FILE = _rule(
    "NBT001", "unreadable-file", "the file cannot be read as a notebook", family="document", level="error"
)
CONFLICT_MARKER = _rule(
    "NBT002", "conflict-marker", "a merge conflict was left in the notebook", family="document", level="error"
)
UNUSED_SUPPRESSION = _rule(
    "NBT010",
    "unused-suppression",
    "a suppression allows nothing",
    family="document",
    level="note",
    fixes="sometimes",
)

RULES = (
    CRASHED_RULE,
    UNREADABLE_FILE,
    CONFLICT_MARKER,
    _rule(
        "NBT003", "invalid-schema", "breaks the schema of its format", family="document", fixes="sometimes"
    ),
    _rule("NBT004", "missing-cell-id", "a cell has no id", family="document", fixes="always"),
    _rule("NBT005", "duplicate-cell-id", "two cells have the same id", family="document", fixes="always"),
    _rule("NBT006", "malformed-cell-id", "a cell's id is not allowed", family="document", fixes="always"),
    _rule("NBT007", "old-format", "is in a format of 2013 or before", family="document"),
    _rule("NBT008", "duplicate-key", "a key stands twice in one object", family="document", level="error"),
    UNUSED_SUPPRESSION,
    _rule("NBT101", "stored-output", "a code cell stores outputs", family="outputs", fixes="always"),
    _rule("NBT102", "execution-count", "a cell stores its execution count", family="outputs", fixes="always"),
    _rule(
        "NBT103", "transient-metadata", "metadata of a front end is stored", family="outputs", fixes="always"
    ),
    _rule("NBT104", "stored-error", "a code cell ended with an error", family="outputs", level="error"),
    _rule("NBT105", "widget-state", "the state of widgets is stored", family="outputs", fixes="always"),
    _rule("NBT106", "oversized-output", "an output is too large", family="outputs", fixes="always", on=False),
    _rule("NBT107", "oversized-attachment", "an attachment is too large", family="outputs"),
    _rule(
        "NBT108",
        "empty-cell",
        "a cell holds nothing",
        family="outputs",
        level="note",
        fixes="always",
        on=False,
    ),
    _rule(
        "NBT109", "local-kernel", "the kernel is one that others lack", family="outputs", fixes="sometimes"
    ),
    _rule(
        "NBT110", "undeclared-language", "does not say its language", family="outputs", level="note", on=False
    ),
    _rule(
        "NBT201",
        "secret",
        "a key, token or password is stored",
        family="leaks",
        level="error",
        fixes="sometimes",
    ),
    _rule("NBT202", "home-path", "names somebody's home folder", family="leaks", fixes="sometimes"),
    _rule(
        "NBT203",
        "email-address",
        "holds somebody's e-mail address",
        family="leaks",
        fixes="sometimes",
        on=False,
    ),
    _rule(
        "NBT204",
        "personal-table",
        "a table shows rows about people",
        family="leaks",
        fixes="sometimes",
        on=False,
    ),
    _rule("NBT301", "out-of-order", "cells did not run from top to bottom", family="execution"),
    _rule("NBT302", "execution-gap", "execution counts have gaps", family="execution", on=False),
    _rule("NBT303", "unexecuted-cell", "a cell was not run, others were", family="execution"),
    _rule("NBT304", "use-before-definition", "a name is used before its cell", family="execution"),
    _rule("NBT305", "undefined-name", "a name is used that no cell defines", family="execution"),
    _rule("NBT306", "stale-output", "an output is not that of its code", family="execution"),
    _rule("NBT307", "order-dependent-name", "a name came from a cell further down", family="execution"),
    _rule(
        "NBT308", "unseeded-randomness", "trains with random numbers not seeded", family="execution", on=False
    ),
    _rule("NBT309", "interactive-input", "waits for somebody to type", family="execution"),
    _rule(
        "NBT310",
        "rebound-name",
        "a cell changes what it starts from",
        family="execution",
        level="note",
        on=False,
    ),
    _rule("NBT401", "unportable-magic", "a magic will not run outside Jupyter", family="portability"),
    _rule("NBT402", "shell-call", "uses the shell that only IPython has", family="portability"),
    _rule(
        "NBT403",
        "top-level-await",
        "awaits outside of every function",
        family="portability",
        level="note",
        on=False,
    ),
    _rule(
        "NBT404",
        "undeclared-import",
        "no declared dependency provides an import",
        family="portability",
        outside=True,
    ),
    _rule("NBT405", "absolute-path", "code names a path of one machine", family="portability"),
    _rule(
        "NBT406",
        "missing-file",
        "code reads a file that is not there",
        family="portability",
        on=False,
        outside=True,
    ),
    _rule(
        "NBT501",
        "pair-out-of-step",
        "differs from the text it is paired with",
        family="pairing",
        outside=True,
    ),
)
