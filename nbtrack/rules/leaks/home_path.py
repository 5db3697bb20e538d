r"""A path into somebody's home folder stands in the notebook.

## What it does
Finds `/home/NAME/`, `/Users/NAME/` and `C:\Users\NAME\` in sources, outputs and metadata. Names that
belong to nobody are left out: those of images and services (`jovyan`, `ubuntu`, `runner`, …) and
placeholders.

## Why it matters
The path works on one machine only, and tells the account name, often a person's full name, to all readers.

## Example
`cell 2: NBT202 the source names the home folder of "ana"`

## Fix and its safety
An output that shows the path is removed: unsafe, as a project that keeps outputs may prefer to keep this
one. In the source, use a path relative to the notebook.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on. In 391 others 14 findings in 10 notebooks, all of them right:
each an output with the folder of a person. In 858 more, of packages and courses, 85 in 47; of 39 that were
read 37 show a person's folder, and 2 that of an account named `anaconda`, which is left out since. In 432 of
21 packages 137 in 56, with 20 names: 19 are persons, `your_user_name` is left out since.

## Source
Own counts: one real notebook in eight holds such a path.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.leaks.once import once
from nbtrack.rules.leaks.texts import removal, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_KEYWORDS = ("/home/", "/Users/", "\\Users\\")
HOME_FOLDER = (
    r"(?:(?<![\w.~}-])/(?:home|(?:mnt/)?(?:[a-z]/)?Users)/|\b[A-Za-z]:\\{1,2}Users\\{1,2})"
    r"([\w.-]{2,32})(?=[/\\\s\"':,)]|$)"
)
NOBODY = frozenset((
    "jovyan", "ubuntu", "runner", "ec2-user", "vagrant", "docker", "vscode", "codespace", "gitpod",
    "coder", "node", "app", "circleci", "travis", "sagemaker-user", "studio-lab-user", "jupyter",
    "jupyterhub", "kaggle", "colab", "user", "users", "username", "name", "me", "you", "yourname",
    "your_name", "your-name", "admin", "root", "shared", "public", "default", "someone", "somebody",
    "your_user_name", "your-user-name", "yourusername", "your_username", "your-username", "user_name",
    "user-name", "myuser", "myname", "my_name", "my-name", "foo", "bar", "example", "test", "nobody",
    "anonymous", "xxx", "dev", "anaconda", "conda",
))  # fmt: skip


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find home folders, each name once for each source, output and metadata."""
    return once(_found(rule, subject))


def _found(rule: Rule, subject: Subject) -> Iterator[Finding]:
    whole = subject.notebook.text
    if not any(keyword in whole for keyword in ("/home/", "/Users/", "\\Users")):
        return
    import re

    pattern = re.compile(HOME_FOLDER)
    for text in texts(subject.notebook):
        if not any(keyword in text.content for keyword in _KEYWORDS):
            continue
        seen = set(NOBODY)
        for match in pattern.finditer(text.content):
            name = match.group(1)
            if name.lower() not in seen:
                seen.add(name.lower())
                verb = "names" if text.is_source else "shows"
                message = f'{text.where} {verb} the home folder of "{name}"'
                yield Finding(rule, text.span(*match.span()), message, removal(text, "unsafe"))
