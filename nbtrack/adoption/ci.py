"""Let CI check notebooks: a workflow for GitHub, a job for GitLab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.adoption.proposal import with_lines
from nbtrack.adoption.yaml_text import parsed, scalar
from nbtrack.errors import AdoptionError

if TYPE_CHECKING:
    from nbtrack.adoption.origin import Origin

GITHUB, GITLAB = ".github/workflows/nbtrack.yml", ".gitlab-ci.yml"
_WORKFLOW = """name: notebooks
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v4
    - uses: actions/setup-python@v5
      with: {{python-version: "3.13"}}
    - run: {install}
    - run: nbtrack check --format github .
"""
_JOB = """nbtrack:
{stage}  image: python:3.13
  script:
  - {install}
  - nbtrack check --format gitlab --output gl-code-quality-report.json .
  artifacts:
    when: always
    reports: {{codequality: gl-code-quality-report.json}}
"""


def github_workflow(text: str | None, origin: Origin) -> str:
    """Return the workflow; one that is there stays as it is."""
    return _WORKFLOW.format(install=_install(origin)) if text is None else text


def with_gitlab_job(text: str | None, origin: Origin) -> str:
    """Return GitLab's configuration with a job of ours after the others; raises AdoptionError."""
    old = parsed(text or "") or {}
    if not isinstance(old, dict):
        raise AdoptionError("it is no list of jobs")
    if "nbtrack check" in (text or ""):
        return text or ""
    if "nbtrack" in old:
        raise AdoptionError("it has a job nbtrack already, which does not check notebooks")
    job = _JOB.format(install=_install(origin), stage=_stage(old.get("stages")))
    new = with_lines(text, job, gap=True)
    if parsed(new) != old | parsed(job):
        raise AdoptionError("no job can be added at its end")
    return new


def _stage(stages: object) -> str:
    """Return the line that puts the job last, none where there is `test`, in which it is without one."""
    if not isinstance(stages, list) or not stages or "test" in stages:
        return ""
    return f"  stage: {scalar(str(stages[-1]))}\n"


def _install(origin: Origin) -> str:
    return f"pip install {scalar(origin.requirement)}"
