"""`nbtrack init`: set a repository up."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from nbtrack.cli.options import JSON, Command, Option
from nbtrack.errors import GitError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nbtrack.adoption.proposal import Proposal
    from nbtrack.cli.init.survey import Survey
    from nbtrack.cli.options import Args
    from nbtrack.cli.output import Output

COMMAND = Command(
    "init",
    "set a repository up for all of this",
    options=(
        Option("--yes", help="write all that is proposed, ask nothing"),
        Option("--dry-run", help="write nothing; show what would be"),
        Option("--ci", metavar="SERVICE", choices=("github", "gitlab", "none"), help="whose CI shall check"),
        Option("--from", metavar="URL@REVISION", help="where hooks and CI get nbtrack from, a tag or commit"),
        Option(
            "--pair",
            metavar="FORMAT",
            choices=("py:percent", "py:light", "md", "md:myst"),
            help="give each notebook a twin too: py:percent, py:light, md, md:myst",
        ),
        Option("--command", metavar="COMMAND", help="how git shall call nbtrack, where it finds a wrong one"),
        JSON,
    ),
    description=(
        "Says what the repository's notebooks are like, and proposes: settings, git's filter and drivers\n"
        "(.gitattributes and this clone's settings), hooks for pre-commit, a check in CI, and a baseline,\n"
        "so that only what is new is found from now on. It adds to files and overwrites nothing; what is\n"
        "there already stays. Doing it again adds what is missing."
    ),
    examples=(
        ("nbtrack init", "ask about each"),
        ("nbtrack init --dry-run", "what would that write?"),
        ("nbtrack init --yes --ci gitlab --from https://example.org/nbtrack@v0.1.0", "all of it, for GitLab"),
    ),
)
_SCHEMA = "nbtrack.init/1"


def run(args: Args, out: Output) -> int:
    """Look, propose, write what is wanted."""
    decide = _decision(args, out)
    from nbtrack.cli.init.plan import proposals
    from nbtrack.cli.init.survey import survey
    from nbtrack.git.worktrees import top_of

    top = top_of()
    if not os.path.lexists(os.path.join(top, ".git")):
        raise GitError("this is no git repository", hint="`git init` makes one")
    root = os.path.relpath(top)
    found = survey(root, out)
    if args.flag("json"):
        proposed = list(proposals(root, found, args))
        if _write(proposed, decide, lambda _: None):
            _let_clean()
        out.json(_report(found, proposed, args.flag("dry-run")))
        return 0
    for line in found.lines():
        out.line(line)
    wrote = _write(_shown(proposals(root, found, args), args, out), decide, out.note)
    if wrote:
        _let_clean()
        out.note("`git status` and `git diff` show it; the clone's own settings: `nbtrack git status`")
        out.note("commit it: `git add --renormalize :/` takes outputs out of what git has already")
    return 0


def _decision(args: Args, out: Output) -> Callable[[Proposal], bool]:
    """Return what decides whether something is written; raises UsageError where nobody can be asked."""
    if args.flag("dry-run"):
        return lambda _: False
    if args.flag("yes"):
        return lambda _: True
    if args.flag("json") or not sys.stdin.isatty():
        raise UsageError("there is nobody to ask", hint="--yes writes all of it, --dry-run shows it")
    return lambda proposal: _ask(proposal, out)


def _ask(proposal: Proposal, out: Output) -> bool:
    """Ask; silence means yes, but for pairs, which bring files that people have to know what to do with."""
    yes = ("y", "yes") if proposal.name == "pairs" else ("", "y", "yes")
    out.note(f"write {proposal.title}? {'[Y/n]' if '' in yes else '[y/N]'}")
    answer = sys.stdin.readline()
    return bool(answer) and answer.strip().lower() in yes


def _write(
    proposed: Iterable[Proposal], decide: Callable[[Proposal], bool], tell: Callable[[str], None]
) -> bool:
    from nbtrack.git.installing import apply

    wrote = False
    for proposal in proposed:
        if proposal.changes and decide(proposal):
            apply(list(proposal.changes))
            tell(f"{proposal.name}: {', '.join(_paths(proposal))}: written")
            if proposal.name == "pairs":
                tell("`nbtrack sync` makes the scripts, for the same commit; no notebook changes by that")
            wrote = True
    return wrote


def _let_clean() -> None:
    """Let `git add --renormalize` clean what git got before, also where the filter has checked it out."""
    from nbtrack.git.keeping import kept_outputs_of

    kept_outputs_of(".").forget_unclean()


def _shown(proposed: Iterable[Proposal], args: Args, out: Output) -> Iterable[Proposal]:
    """Show each before it is decided on; a baseline's lines tell nobody anything."""
    from nbtrack.cli.text_diff import show_text_diff

    for proposal in proposed:
        if not proposal.changes:
            out.line(f"{proposal.name}: {proposal.reason}")
            continue
        out.line(f"{proposal.title}: {', '.join(_paths(proposal))}")
        for change in () if args.flag("yes") or proposal.name == "baseline" else proposal.changes:
            show_text_diff(os.path.relpath(change.path), change.old or "", change.new or "", out)
        yield proposal


def _paths(proposal: Proposal) -> list[str]:
    return [os.path.relpath(change.path) for change in proposal.changes]


def _report(found: Survey, proposed: list[Proposal], is_rehearsal: bool) -> dict[str, Any]:
    rows = [
        {
            "name": proposal.name,
            "reason": proposal.reason or None,
            "files": [
                {"path": os.path.relpath(c.path), "old": c.old, "new": c.new} for c in proposal.changes
            ],
        }
        for proposal in proposed
    ]
    return {
        "schema": _SCHEMA,
        "notebooks": len(found.report.files),
        "bytes": found.size_bytes,
        "output_bytes": found.output_bytes,
        "failing": found.failing,
        "findings": len(found.report.findings),
        "unreadable": found.unreadable,
        "paired": found.paired,
        "written": not is_rehearsal,
        "proposals": rows,
    }
