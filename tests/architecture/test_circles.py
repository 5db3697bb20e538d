"""No module imports, by however many others, one that imports it: each can be read and tested by itself."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# Pairs of a value and what makes or fills it, which name each other for the type checker only.
KNOWN_BY_TYPE = {
    ("nbtrack.record.kernels.kernel", "nbtrack.record.kernels.server"),
    ("nbtrack.rules.rule", "nbtrack.rules.finding"),
    ("nbtrack.store.live", "nbtrack.store.store"),
    ("nbtrack.store.sheet", "nbtrack.store.index"),
}


def test_modules_import_each_other_in_one_direction() -> None:
    sources = {name_of(path): path for path in (CHECKOUT / "nbtrack").rglob("*.py")}
    graph = {
        name: {found for found in imported_by(path) if found in sources and found != name}
        - {other for one, other in KNOWN_BY_TYPE if one == name}
        for name, path in sources.items()
    }
    assert not circle_in(graph)


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")


def imported_by(path: Path) -> Iterator[str]:
    """Yield what a module imports, also inside functions and for the type checker."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
