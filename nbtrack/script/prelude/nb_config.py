"""Read the values that a TOML, YAML or JSON file gives."""


def _nb_config(path: str) -> dict:  # type: ignore[type-arg]
    """Return the names and values at the top of a file, its suffix says of which kind; raises ValueError."""
    import json
    import os
    import tomllib

    loaders: dict = {".toml": tomllib.loads, ".json": _nb_json, ".yaml": _nb_yaml, ".yml": _nb_yaml}  # type: ignore[type-arg]
    load = loaders.get(os.path.splitext(path)[1].lower())
    if load is None:
        raise ValueError(f"{path}: its suffix must be one of {', '.join(loaders)}")
    try:
        with open(path, encoding="utf-8-sig") as file:
            found = load(file.read())
        found = {} if found is None else json.loads(json.dumps(found, default=lambda one: one.isoformat()))
    except Exception as error:
        raise ValueError(f"cannot read {path}: {error}") from None
    if not isinstance(found, dict):
        raise ValueError(f"cannot read {path}: it should hold names and values at its top")
    return found


def _nb_json(text: str):  # type: ignore[no-untyped-def]
    """Read JSON, in which no key stands twice."""
    import json

    return json.loads(text, object_pairs_hook=_nb_once)


def _nb_once(pairs: list) -> dict:  # type: ignore[type-arg]
    """Return pairs as a dict; raises ValueError where a key stands twice."""
    found: dict = dict(pairs)  # type: ignore[type-arg]
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice")
    return found


def _nb_yaml(text: str):  # type: ignore[no-untyped-def]
    """Read YAML as version 1.2 means it, where `1e-3` is a number, `no` a text and `010` ten."""
    import importlib
    import re

    try:
        yaml = importlib.import_module("yaml")
    except ImportError:
        raise ValueError("YAML needs PyYAML, which is not installed; TOML and JSON need nothing") from None

    class Loader(yaml.SafeLoader):  # type: ignore[name-defined,misc]
        yaml_implicit_resolvers: dict = {}  # type: ignore[type-arg]  # noqa: RUF012

        def construct_pairs_once(self, node):  # type: ignore[no-untyped-def]
            self.flatten_mapping(node)
            return _nb_once(self.construct_pairs(node, deep=True))

    number = (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    )
    kinds = {
        "null": (r"~|null|Null|NULL|", lambda text: None),
        "bool": (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
        "int": (
            r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
            lambda text: int(text, 0 if text[1:2] in ("o", "x") else 10),
        ),
        "float": (number, lambda text: float(re.sub(r"\.(?=[ina])", "", text.lower()))),
        "merge": ("<<", str),
    }
    for name, (pattern, read) in kinds.items():
        tag = f"tag:yaml.org,2002:{name}"
        Loader.add_implicit_resolver(tag, re.compile(f"^(?:{pattern})$"), None)
        Loader.add_constructor(tag, lambda loader, node, read=read: read(loader.construct_scalar(node)))
    Loader.add_constructor("tag:yaml.org,2002:map", Loader.construct_pairs_once)
    return yaml.load(text, Loader)
