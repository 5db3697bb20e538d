"""What a shell command would do to the world outside the notebook's folder."""

from __future__ import annotations

import re

from nbtrack.script.requirements import commands, installed_by

_HEADS = {
    "deletes": ("rm", "shred", "unlink", "truncate", "dd", "mkfs", "wipefs"),
    "installs": (
        *("apt", "apt-get", "aptitude", "dpkg", "yum", "dnf", "apk", "brew", "snap", "pacman", "zypper"),
        *("npm", "npx", "yarn", "pnpm", "gem", "cargo", "go"),
        *("make", "cmake", "pip", "pip3", "pipx", "poetry"),
        *("conda", "mamba", "micromamba", "uv", "easy_install", "nvm"),
    ),
    "deploys": (
        *("gcloud", "gsutil", "bq", "aws", "az", "kubectl", "helm", "terraform", "docker", "docker-compose"),
        *("podman", "heroku", "fly", "flyctl", "vercel", "netlify"),
        *("databricks", "oc", "eksctl", "sam", "cdk"),
        *("ssh", "scp", "rsync", "sftp", "ftp", "twine", "huggingface-cli", "hf", "kaggle", "wandb", "dvc"),
    ),
    "acts as administrator": (
        "sudo",
        "su",
        "doas",
        "systemctl",
        "service",
        "mount",
        "umount",
        "useradd",
        "chown",
    ),
    "stops processes": ("kill", "pkill", "killall", "shutdown", "reboot", "halt", "poweroff"),
    "runs a command that is known only later": ("eval", "exec", "xargs"),
}
_VERDICTS = {head: verdict for verdict, heads in _HEADS.items() for head in heads}
_GIT = {"push": "deploys", "clean": "deletes", "reset": "deletes", "config": "changes the settings of git"}
_WORD = re.compile(
    r"(?:\w+=\S*\s+)*(?:(?:time|nohup|env|nice|then|do|else|!)\s+)*[\"'(]*([^\s\"'()]*)\s*(\S*)"
)


def hazard(command: str) -> str | None:
    """Say what makes a command one to skip when a notebook is only tried, None when nothing does."""
    if installed_by(command):
        return "installs"
    return next(filter(None, map(_hazard, commands(command))), None)


def _hazard(command: str) -> str | None:
    match = _WORD.match(command)
    head, argument = match.groups() if match else ("", "")
    if head.startswith(("{", "$")):
        return "runs a command that is known only later"
    head = head.rpartition("/")[2]
    if head == "git":
        return _GIT.get(argument)
    if head == "find" and re.search(r"-delete\b|-exec\b", command):
        return "deletes"
    if (
        head.startswith("python")
        and argument == "-m"
        and re.search(r"-m\s+(?:pip|conda|ensurepip)\b", command)
    ):
        return "installs"
    return _VERDICTS.get(head)
