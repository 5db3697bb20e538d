"""Decide what a repository is offered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.adoption.ci import GITHUB, GITLAB, github_workflow, with_gitlab_job
from nbtrack.adoption.origin import origin_from, own_origin
from nbtrack.adoption.pairs import DEFAULT, pairs_proposal
from nbtrack.adoption.pre_commit import with_hooks
from nbtrack.adoption.proposal import Proposal, proposed
from nbtrack.adoption.settings_file import with_settings
from nbtrack.cli.check.baseline import new_baseline
from nbtrack.errors import GitError, PairError
from nbtrack.git.command import ask_git
from nbtrack.git.drivers import all_drivers, own_command
from nbtrack.git.identity import has_identity
from nbtrack.git.installing import Change, installed
from nbtrack.git.places import repository_places
from nbtrack.pairing.jupytext_settings import settings_in
from nbtrack.project import path_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.adoption.origin import Origin
    from nbtrack.cli.init.survey import Survey
    from nbtrack.cli.options import Args


def proposals(root: str, found: Survey, args: Args) -> Iterator[Proposal]:
    """Yield what could be written, and what could not with the reason."""
    given = args.value("from")
    origin = origin_from(given) if given else own_origin()
    yield _settings(root, found)
    yield _drivers(root, args)
    yield _pairs(root, found, args)
    yield proposed(
        "pre-commit",
        "hooks for pre-commit",
        os.path.join(root, ".pre-commit-config.yaml"),
        lambda text: with_hooks(text, origin, pairs=found.paired > 0 or bool(args.value("pair"))),
    )
    yield _ci(root, args.value("ci") or _service(root), origin)
    yield _baseline(found)


def _settings(root: str, found: Survey) -> Proposal:
    own, python = (os.path.join(root, name) for name in ("nbtrack.toml", "pyproject.toml"))
    path, prefix = (
        (own, "") if os.path.exists(own) or not os.path.exists(python) else (python, "tool.nbtrack")
    )
    unreadable = [path_from(root, name) for name in found.unreadable]
    return proposed("settings", "settings", path, lambda text: with_settings(text, unreadable, prefix=prefix))


def _drivers(root: str, args: Args) -> Proposal:
    name, title = "git", "git's filter, diff and merge drivers"
    places = repository_places(root, os.path.join(root, ".gitattributes"))
    try:
        drivers = all_drivers(args.value("command") or own_command(), caches=has_identity(root))
        changes = installed(places, drivers, replace=False)
    except GitError as error:
        return Proposal(name, title, reason=f"{error.message}; {error.hint or ''}".rstrip("; "))
    return Proposal(name, title, tuple(changes), "" if changes else "there already")


def _pairs(root: str, found: Survey, args: Args) -> Proposal:
    """Propose pairs to who asked for them or can be asked: scripts beside notebooks are not for all."""
    wanted = args.value("pair")
    if wanted or not (args.flag("yes") or args.flag("json") or args.flag("dry-run") or found.paired):
        try:
            known = settings_in(os.path.abspath(root))
            return pairs_proposal(root, wanted or DEFAULT, known.path, has_pairs=bool(known.groups))
        except PairError as error:
            return Proposal("pairs", "pairs", reason=error.message)
    why = "`nbtrack pair` pairs others" if found.paired else f"--pair {DEFAULT} gives each notebook a script"
    return Proposal("pairs", "pairs", reason=why)


def _service(root: str) -> str:
    remote = (ask_git(root, "config", "--get", "remote.origin.url") or b"").decode("utf-8", "replace")
    if "gitlab" in remote or os.path.exists(os.path.join(root, GITLAB)):
        return "gitlab"
    return "github" if "github" in remote or os.path.isdir(os.path.join(root, ".github")) else "none"


def _ci(root: str, service: str, origin: Origin | None) -> Proposal:
    title = "a check in CI"
    if service == "none":
        return Proposal("ci", title, reason="no service is recognised: --ci github, --ci gitlab")
    if origin is None:
        return Proposal(
            "ci", title, reason="nobody can tell where CI gets nbtrack from: --from URL@REVISION says it"
        )
    if service == "gitlab":
        path = os.path.join(root, GITLAB)
        return proposed("ci", title, path, lambda text: with_gitlab_job(text, origin))
    return proposed("ci", title, os.path.join(root, GITHUB), lambda text: github_workflow(text, origin))


def _baseline(found: Survey) -> Proposal:
    title = "a baseline"
    if not found.report.findings:
        return Proposal("baseline", title, reason="nothing is found that it would have to hold")
    path, old_b, new_b, said = new_baseline(found.report, found.args, found.setups)
    if old_b is not None:
        return Proposal("baseline", title, reason=f"{path}: there already")
    change = Change(path, None, new_b.decode("utf-8"))
    return Proposal("baseline", f"{title} ({said})", (change,))
