"""Run another notebook."""


def _nb_run_notebook(path: str, names: dict) -> None:  # type: ignore[type-arg]
    """Run the cells of another notebook among the names of this one; magics in it need nbtrack."""
    import json
    import os

    if path[:1] in "\"'" and path[-1:] == path[:1]:
        path = path[1:-1]
    path = os.path.expanduser(path)
    with open(path, "rb") as file:
        raw = file.read()
    try:
        from nbtrack.notebook.document import parse
        from nbtrack.script.extract import extract

        parts = [extract(parse(raw, path)).source]
    except ImportError:
        cells = [cell for cell in json.loads(raw)["cells"] if cell["cell_type"] == "code"]
        parts = ["".join(cell["source"]) for cell in cells]
    before = names.get("__file__")
    names["__file__"] = path
    try:
        for part in parts:
            exec(compile(part, path, "exec", dont_inherit=True), names)
    except SyntaxError as error:
        raise NotImplementedError(f"{path} is not plain Python, and nbtrack is not here: {error}") from None
    finally:
        names["__file__"] = before
