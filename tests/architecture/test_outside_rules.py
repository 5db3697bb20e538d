"""What `check` remembers is right only as long as it knows what a rule looks at besides the notebook.

A rule that looks at files, folders, the environment or its notebook's path has to say so: `outside=True` in
the registry, and a function `surroundings` (see `nbtrack/rules/rule.py`).
"""

import ast
from pathlib import Path

import pytest

from nbtrack.rules.registry import RULES

RULES_FOLDER = Path(__file__).resolve().parents[2] / "nbtrack" / "rules"
OUTSIDE = {rule.module for rule in RULES if rule.outside}
WORLDS = (
    *(
        "glob",
        "importlib",
        "io",
        "os",
        "pathlib",
        "platform",
        "shutil",
        "socket",
        "subprocess",
        "sys",
        "time",
    ),
    *("nbtrack.git", "nbtrack.pairing", "nbtrack.project", "nbtrack.settings", "nbtrack.store"),
)
# These run rules or remember what they found, and `page` and `rule` import what they are asked for.
NO_RULES = ("cache", "engine.py", "fixing.py", "plugins.py", "rule.py", "registry.py", "selection.py")
# What several modules of a rule that says so share.
PARTS = {"nbtrack.rules.portability.declared.project"}


def modules() -> list[Path]:
    return [
        path for path in RULES_FOLDER.rglob("*.py") if path.relative_to(RULES_FOLDER).parts[0] not in NO_RULES
    ]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(RULES_FOLDER)))
def test_a_rule_that_looks_outside_says_so(path: Path) -> None:
    name = ".".join(path.relative_to(RULES_FOLDER.parents[1]).with_suffix("").parts)
    if name not in OUTSIDE | PARTS:
        assert not list(looks(ast.parse(path.read_text())))


def looks(tree: ast.AST) -> list[str]:
    """List what a module uses of the world."""
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name)
        for inner in block.body
        for node in ast.walk(inner)
    }
    return [found for node in ast.walk(tree) if node not in typing_only for found in uses(node)]


def uses(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    elif isinstance(node, ast.Name) and node.id == "open":
        return ["open"]
    elif isinstance(node, ast.Attribute) and node.attr == "path":
        return ["notebook.path"]
    else:
        return []
    return [name for name in names if any(name == world or name.startswith(f"{world}.") for world in WORLDS)]
