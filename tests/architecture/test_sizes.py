"""Files and functions stay small enough to read in one go."""

import ast
from functools import cache
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
CHECKOUT = Path(__file__).resolve().parents[2]
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 55
MOST_PARAMETERS = 8  # but for `__init__` of values, whose parameters are their parts
DEEPEST = 5  # blocks within blocks
# What holds for nearly all of them: a limit alone would let every file grow up to it.
LINES, SMALL_FILES = 200, 0.96
LINES_OF_A_FUNCTION, SMALL_FUNCTIONS = 30, 0.995
PARAMETERS, CALLED_EASILY = 6, 0.995
DEEP, SHALLOW_FUNCTIONS = 3, 0.99
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


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
    sizes = {name: lines(node) for name, node in named_functions()}
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FUNCTION}
    assert sum(size <= LINES_OF_A_FUNCTION for size in sizes.values()) / len(sizes) >= SMALL_FUNCTIONS


def test_functions_have_few_parameters() -> None:
    counts = {name: parameters(node) for name, node in named_functions() if node.name != "__init__"}
    assert not {name: count for name, count in counts.items() if count > MOST_PARAMETERS}
    assert sum(count <= PARAMETERS for count in counts.values()) / len(counts) >= CALLED_EASILY


def test_functions_are_shallow() -> None:
    depths = {name: depth(node) for name, node in named_functions()}
    assert not {name: found for name, found in depths.items() if found > DEEPEST}
    assert sum(found <= DEEP for found in depths.values()) / len(depths) >= SHALLOW_FUNCTIONS


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data", "info"}
    assert not [path for path in sources() if nothing & set(path.with_suffix("").parts)]


def sources() -> list[Path]:
    """List the project's own code; tests may be long lists of cases."""
    return [path for folder in ("nbtrack", "scripts", "bench") for path in (CHECKOUT / folder).rglob("*.py")]


@cache
def named_functions() -> list[tuple[str, Function]]:
    return [
        (f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}", node)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(node: Function) -> int:
    given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    # What stands in scripts mirrors the options of a magic.
    return sum(one.arg not in ("self", "cls") for one in given) if not node.name.startswith("_nb_") else 0


def depth(node: ast.AST) -> int:
    """Return how many blocks stand within one another; `elif` is no block in the one before."""
    return max((_below(node, child) for child in ast.iter_child_nodes(node)), default=0)


def _below(node: ast.AST, child: ast.AST) -> int:
    if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return 0  # it is counted by itself
    is_elif = isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If)
    return depth(child) + (isinstance(child, _BLOCKS) and not is_elif)
