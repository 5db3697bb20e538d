"""A key, token or password stands in the notebook.

## What it does
Looks for credentials in the decoded source of every cell, in outputs (printed text, tables, HTML,
tracebacks) and in metadata: some eighty kinds that can be told by their form, such as `AKIA…`, `ghp_…`,
`hf_…` or a private key, and values given to a name such as `password` or `api_key`, in code, in JSON inside
of a string, in texts such as `host=db user=me password=…`, in `%env`, `!export` and the options of commands.
Pictures and placeholders are left out.

## Why it matters
What is in git stays in git: whoever can read the repository, today or in ten years, can use the key.
Notebooks leak twice, as outputs print what the code keeps in a variable.

## Example
`cell 4: NBT201 the source holds what looks like an AWS access key: AKIA… (20 characters)`

## Fix and its safety
An output that shows a secret is removed: safe. The source is never changed: read the value from the
environment (`os.environ["API_KEY"]`) or ask for it with `getpass`, and **revoke the key**, as it may have
been seen already.

## Options
None; allow a single line with `# nbtrack: ignore[NBT201]` and a reason.

## On real notebooks
No finding in the 255 notebooks it was read on. The words `token`, `key` and `secret` stand in a third of
them; a value counts only when it looks random, which words, paths, versions of models and names of columns
do not. In some 3,700 others, of packages and courses, 7 findings, all of them right: the keys of two services
and a password for guests. 12 more were one value in the scripts that Bokeh puts into outputs, which is known
since.

## Source
The formats that the issuers document for secret scanning.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.leaks.once import once
from nbtrack.rules.leaks.secret_spans import KINDS as KINDS
from nbtrack.rules.leaks.secret_spans import kinds_in, secret_spans
from nbtrack.rules.leaks.texts import Text, removal, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.leaks.kinds import Kind
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find what looks like a secret, once for each place."""
    return once(_found(rule, subject))


def _found(rule: Rule, subject: Subject) -> Iterator[Finding]:
    found = list(texts(subject.notebook))
    kinds = kinds_in("\n".join(text.content for text in found))
    for text in found if kinds else ():
        for kind, (start, end) in secret_spans(text.content, kinds):
            yield _finding(rule, kind, text, start, end)


def _finding(rule: Rule, kind: Kind, text: Text, start: int, end: int) -> Finding:
    article = "an" if kind.name[0] in "AEIOaeio" else "a"
    is_marked = kind.mark and text.content.startswith(kind.mark, start)
    shown = f": {kind.mark}…" if is_marked else ""
    message = f"{text.where} holds what looks like {article} {kind.name}{shown} ({end - start} characters)"
    mark = _digest(text.content[start:end])
    return Finding(rule, text.span(start, end), message, removal(text, "safe"), mark=mark)


def _digest(value: str) -> str:
    """Tell one secret from another without keeping either: a baseline must not hide the next one."""
    from hashlib import blake2b

    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
