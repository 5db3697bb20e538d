"""Our hooks become the last ones of pre-commit's configuration."""

from __future__ import annotations

import pytest
import yaml

from nbtrack.adoption.origin import Origin, origin_from
from nbtrack.adoption.pre_commit import with_hooks
from nbtrack.errors import AdoptionError, UsageError

ORIGIN = Origin("https://example.org/nbtrack", "v0.1.0")
FLAT = "# ours\nrepos:\n- repo: local   # here\n  hooks:\n  - id: x\n"
DEEP = "repos:\n\n    # first\n    - repo: local\n      hooks: [{id: x}]\n\n    # a last word\n"
MORE = FLAT + "\n# for all of it\ndefault_stages: [pre-commit]\n"


def hooks(text: str) -> list[str]:
    return [hook["id"] for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]]


@pytest.mark.parametrize("text", [FLAT, DEEP, MORE, FLAT.rstrip("\n"), MORE.replace("\n", "\r\n")])
@pytest.mark.parametrize("origin", [ORIGIN, None])
def test_every_line_stays_in_its_place(text: str, origin: Origin | None) -> None:
    new = with_hooks(text, origin, pairs=True)
    assert hooks(new) == ["x", "nbtrack-check", "nbtrack-sync"]
    rest = iter(new.splitlines())
    assert all(line in rest for line in text.splitlines())
    assert new.count("\r\n") in (0, new.count("\n"))
    assert with_hooks(new, origin, pairs=True) == new


def test_without_a_file_there_is_a_new_one() -> None:
    new = with_hooks(None, ORIGIN, pairs=False)
    assert yaml.safe_load(new)["repos"] == [
        {
            "repo": "https://example.org/nbtrack",
            "rev": "v0.1.0",
            "hooks": [{"id": "nbtrack-check", "args": ["--staged"]}],
        }
    ]


def test_without_an_origin_the_installed_nbtrack_is_called() -> None:
    (repo,) = yaml.safe_load(with_hooks(None, None, pairs=False))["repos"]
    assert repo["repo"] == "local"
    assert repo["hooks"][0]["entry"] == "nbtrack check"
    assert repo["hooks"][0]["language"] == "system"


@pytest.mark.parametrize("text", ["repos: []\n", "repos: [{repo: local}]\n", "x: 1\n", "- a\n", "a: [\n"])
def test_what_cannot_be_added_to_is_left_alone(text: str) -> None:
    with pytest.raises(AdoptionError):
        with_hooks(text, ORIGIN, pairs=False)


@pytest.mark.parametrize("revision", ["1e5", "0123456", "v1.0", "main"])
def test_a_revision_stays_a_text(revision: str) -> None:
    (repo,) = yaml.safe_load(with_hooks(None, Origin(ORIGIN.url, revision), pairs=False))["repos"]
    assert repo["rev"] == revision


@pytest.mark.parametrize(
    "text", ["https://example.org/x", "x@v1", "https://a/b$(rm)@v1", "https://a/b@-v", "@"]
)
def test_an_origin_is_a_url_and_a_revision(text: str) -> None:
    with pytest.raises(UsageError):
        origin_from(text)


def test_an_origin_may_have_a_user() -> None:
    assert origin_from("ssh://git@example.org/nbtrack@v1") == Origin("ssh://git@example.org/nbtrack", "v1")
