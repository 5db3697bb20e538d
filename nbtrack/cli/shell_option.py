"""What becomes of shell commands in scripts: an option of several commands."""

from __future__ import annotations

from nbtrack.cli.options import Option
from nbtrack.script.model import SHELL_POLICIES

SHELL = Option(
    "--shell",
    metavar="POLICY",
    choices=SHELL_POLICIES,
    help="what becomes of shell commands: run; skip those that install, deploy or delete; deny all",
)
