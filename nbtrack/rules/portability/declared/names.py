"""Names of distributions, out of requirements as people write them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = re.compile(r"\s*(?:-e\s+)?([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?=$|[\s;\[<>=!~@,#(&])")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_REPOSITORY = re.compile(
    r"(?:git|hg|https?|ssh|file)\S*/([A-Za-z0-9._-]+?)(?:\.git)?(?:@[^/\s]*)?/?(?:#.*)?$"
)
_SEPARATORS = re.compile(r"[-_.]+")


def normalized(name: str) -> str:
    """Return a name as package indexes compare it (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def required(requirement: str) -> str | None:
    """Return the name in a requirement such as `pandas[excel]>=2`, or in a repository's address."""
    text = requirement.strip().strip("\"'")
    found = _EGG.search(text) or _REPOSITORY.match(text) or _NAME.match(text)
    return normalized(found[1]) if found else None


def all_required(requirements: Iterable[object]) -> Iterator[str]:
    """Yield the names in a list of requirements; what is no text is left out."""
    for requirement in requirements:
        name = required(requirement) if isinstance(requirement, str) else None
        if name:
            yield name
