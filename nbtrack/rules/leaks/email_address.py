"""Somebody's e-mail address stands in the notebook.

## What it does
Finds e-mail addresses in sources, outputs and metadata. Addresses that belong to nobody are left out: those
at example domains, of robots (`noreply@…`) and services (`git@github.com`), and those inside of addresses of
the web.

## Why it matters
An address is personal data. In an output it is most often one of many rows that were never meant to leave the
database.

## Example
`cell 5: NBT203 output 1 shows 3 e-mail addresses, the first at "company.net"`

## Fix and its safety
An output that shows addresses is removed: unsafe, as a project that keeps outputs may prefer to keep this
one. The source is never changed.

## Options
Off unless it is selected: many notebooks name their authors on purpose.

## On real notebooks
No finding in the 255 notebooks it was read on: they name nobody's address. In 432 others
38 in 26, all right: authors who sign their notebook, and letters of a newsgroup in outputs.

## Source
RFC 5321 and RFC 2606 (reserved domains); the GDPR counts an address that names a person as personal data.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.leaks.once import once
from nbtrack.rules.leaks.texts import removal, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

    from nbtrack.rules.leaks.texts import Text
    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

    Span = tuple[int, int]

_PATTERN = (
    r"(?<![\w.+%/:@-])([A-Za-z0-9][\w.+-]{0,63})@"
    r"((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24})(?![\w@([-]|\.\w|:[^\s/])"
)
_NOBODY = frozenset(
    (
        *("admin", "contact", "do-not-reply", "donotreply", "email", "git"),
        *("hello", "help", "hg", "info", "mail"),
        *("name", "no-reply", "noreply", "office", "postmaster", "root", "support", "user", "username"),
        *("webmaster", "you", "your.email", "your.name", "yourname", "your_email"),
    )
)
_RESERVED = ("example", "test", "invalid", "localhost", "local")
_PLACEHOLDERS = frozenset(
    (
        *("abc.com", "acme.com", "bar.com", "company.com", "domain.com", "email.com", "foo.com", "test.com"),
        *("xyz.com",),
    )
)
# Besides those of countries; `X@w.mean` is a product of matrices.
_ENDINGS = frozenset(
    (
        *("ai", "app", "biz", "cloud", "com", "dev", "edu", "gov", "health", "info", "int", "mil", "name"),
        *("net", "online", "org", "pro", "science", "tech", "xyz"),
    )
)
_COUNTRY_LENGTH = 2
_NO_COUNTRIES = frozenset(("js", "md", "py", "rb"))


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the places with addresses, each once."""
    return once(_found(rule, subject))


def _found(rule: Rule, subject: Subject) -> Iterator[Finding]:
    if "@" not in subject.notebook.text:
        return
    import re

    pattern = re.compile(_PATTERN)
    for text in texts(subject.notebook):
        if "@" in text.content:
            found = _addresses(pattern, text)
            if found:
                yield Finding(
                    rule,
                    text.span(*next(iter(found.values()))),
                    _message(text, found),
                    removal(text, "unsafe"),
                )


def _addresses(pattern: Pattern[str], text: Text) -> dict[str, Span]:
    """Return the addresses of persons with the place of each, in lower case."""
    found: dict[str, Span] = {}
    for match in pattern.finditer(text.content):
        name, domain = match[1].lower(), match[2].lower()
        last = domain.rpartition(".")[2]
        is_reserved = not set(domain.split(".")).isdisjoint(_RESERVED) or domain in _PLACEHOLDERS
        is_ending = last in _ENDINGS or (len(last) == _COUNTRY_LENGTH and last not in _NO_COUNTRIES)
        if is_ending and name not in _NOBODY and not is_reserved:
            found.setdefault(match[0].lower(), match.span())
    return found


def _message(text: Text, found: dict[str, Span]) -> str:
    verb = "names" if text.is_source else "shows"
    domain = next(iter(found)).partition("@")[2]
    if len(found) == 1:
        return f'{text.where} {verb} an e-mail address at "{domain}"'
    return f'{text.where} {verb} {len(found)} e-mail addresses, the first at "{domain}"'
