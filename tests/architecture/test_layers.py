"""Imports point downwards, and each heavy package has one door."""

import ast
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "nbtrack"
# Each of these costs more to import than all of a hook's work: one module knows it, and others ask that one.
HEAVY = (
    *("IPython", "backports", "ipykernel", "jupyter_client", "jupytext", "nbclient", "nbconvert", "nbdime"),
    *("nbformat", "platformdirs", "psycopg", "rapidfuzz", "sqlite3", "yaml", "zmq"),
)


def test_the_layers_hold() -> None:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_for_readers_draws_these_layers() -> None:
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    _, _, behind = (CHECKOUT / "ARCHITECTURE.md").read_text().partition("\n## Layers\n")
    drawn = [line.partition("  ")[0] for line in behind.split("```")[1].strip().splitlines()]
    assert drawn == [layer.replace(" | ", " · ") for layer in contracts[0]["layers"]]


class Importers:
    """Which modules import a package, and which of them as soon as they are imported themselves."""

    def __init__(self) -> None:
        self.anywhere: defaultdict[str, set[str]] = defaultdict(set)
        self.at_the_top: defaultdict[str, set[str]] = defaultdict(set)


@pytest.fixture(scope="module")
def importers() -> Importers:
    found = Importers()
    for module in PACKAGE.rglob("*.py"):
        _record(module, found)
    return found


@pytest.mark.parametrize("package", HEAVY)
def test_one_module_imports_a_heavy_package(package: str, importers: Importers) -> None:
    assert len(importers.anywhere[package]) <= 1, importers.anywhere[package]


def test_a_heavy_package_is_imported_inside_a_function(importers: Importers) -> None:
    at_the_top = importers.at_the_top
    assert not {package: at_the_top[package] for package in HEAVY if at_the_top[package]}


def _record(path: Path, found: Importers) -> None:
    tree = ast.parse(path.read_text())
    inside = {
        node for scope in ast.walk(tree) if isinstance(scope, ast.FunctionDef) for node in ast.walk(scope)
    }
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        for name in _packages(node):
            found.anywhere[name].add(str(path.relative_to(CHECKOUT)))
            if node not in inside:
                found.at_the_top[name].add(str(path.relative_to(CHECKOUT)))


def _packages(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.partition(".")[0]}
    return set()
