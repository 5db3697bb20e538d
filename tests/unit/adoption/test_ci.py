"""A workflow for GitHub, a job for GitLab."""

from __future__ import annotations

import pytest
import yaml

from nbtrack.adoption.ci import github_workflow, with_gitlab_job
from nbtrack.adoption.origin import Origin
from nbtrack.errors import AdoptionError

ORIGIN = Origin("https://example.org/nbtrack", "v0.1.0")


def test_the_workflow_installs_and_checks() -> None:
    (job,) = yaml.safe_load(github_workflow(None, ORIGIN))["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == [
        "pip install git+https://example.org/nbtrack@v0.1.0",
        "nbtrack check --format github .",
    ]
    assert github_workflow("mine", ORIGIN) == "mine"


def test_a_job_is_added_behind_others() -> None:
    text = "# mine\nstages: [lint, deploy]\nlint:\n  script: x"
    new = with_gitlab_job(text, ORIGIN)
    assert new.startswith(text)
    assert yaml.safe_load(new)["nbtrack"]["stage"] == "deploy"
    assert with_gitlab_job(new, ORIGIN) == new


@pytest.mark.parametrize("text", [None, "stages: [build, test]\n", "lint:\n  script: x\n"])
def test_a_job_of_the_default_stage_names_none(text: str | None) -> None:
    assert "stage" not in yaml.safe_load(with_gitlab_job(text, ORIGIN))["nbtrack"]


@pytest.mark.parametrize("text", ["nbtrack:\n  script: x\n", "a: !reference [b]\n", "- a\n", "a: 1\n...\n"])
def test_what_cannot_be_added_to_is_left_alone(text: str) -> None:
    with pytest.raises(AdoptionError):
        with_gitlab_job(text, ORIGIN)
