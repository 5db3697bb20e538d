"""Files and functions stay small enough to read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 55
# What holds for nearly all of them: a limit alone would let every file grow up to it.
LINES, SMALL_FILES = 200, 0.96
LINES_OF_A_FUNCTION, SMALL_FUNCTIONS = 30, 0.99


def test_files_are_small() -> None:
    sizes = {str(path.relative_to(CHECKOUT)): len(path.read_text().splitlines()) for path in sources()}
    assert not {path: lines for path, lines in sizes.items() if lines > MOST_LINES}
    assert sum(lines <= LINES for lines in sizes.values()) / len(sizes) >= SMALL_FILES


def test_scripts_and_styles_of_the_pages_are_small() -> None:
    found = [
        path for ending in ("js", "css", "jinja") for path in (CHECKOUT / "nbtrack").rglob(f"*.{ending}")
    ]
    sizes = {str(path.relative_to(CHECKOUT)): len(path.read_text().splitlines()) for path in found}
    assert sizes
    assert not {path: lines for path, lines in sizes.items() if lines > LINES}


def test_functions_are_small() -> None:
    sizes = {
        f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}": lines(node) for path, node in functions()
    }
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FUNCTION}
    assert sum(size <= LINES_OF_A_FUNCTION for size in sizes.values()) / len(sizes) >= SMALL_FUNCTIONS


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data", "info"}
    assert not [path for path in sources() if nothing & set(path.with_suffix("").parts)]


def sources() -> list[Path]:
    """List the project's own code; tests may be long lists of cases."""
    return [path for folder in ("nbtrack", "scripts", "bench") for path in (CHECKOUT / folder).rglob("*.py")]


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield path, node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
