"""Read YAML as version 1.2 means it; the only module that imports PyYAML.

PyYAML reads version 1.1, where `1e-3` is a text, `no` is False, `010` is 8 and `1:30` is 90.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from nbtrack.notebook.parameters.literals import exact_float

# The core schema: https://yaml.org/spec/1.2.2/#1032-tag-resolution
_SCALARS = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("merge", r"<<", "<"),
)


class YamlError(Exception):
    """Text that is no YAML; line and column are 1-based, None where unknown."""

    def __init__(self, reason: str, line: int | None, column: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


def load_yaml(text: str) -> Any:
    """Return the value of one document, None where it is empty; raises YamlError. Dates stay texts."""
    import yaml

    try:
        return yaml.load(text, _loader())  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "not valid YAML"
        if reason.startswith("but "):  # the second half of what PyYAML says
            reason = f"{error.context}, {reason}"
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise YamlError(reason, line, column) from None
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(str(error).partition("\n")[0], None, None) from None


@functools.cache
def _loader() -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's way: filled right below

    for name, pattern, first in _SCALARS:
        Loader.add_implicit_resolver(
            f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), _starts(first)
        )
    Loader.add_constructor("tag:yaml.org,2002:int", _int)
    Loader.add_constructor("tag:yaml.org,2002:float", _float)
    Loader.add_constructor("tag:yaml.org,2002:map", _dict)
    return Loader


def _starts(first: str) -> list[str]:
    return ["" if character == "\0" else character for character in first]


def _int(loader: Any, node: Any) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text.startswith(("0o", "0x")) else int(text)


def _float(loader: Any, node: Any) -> float:
    text = loader.construct_scalar(node).lower()
    return exact_float(text.replace(".inf", "inf").replace(".nan", "nan"))


def _dict(loader: Any, node: Any) -> dict[Any, Any]:
    """Refuse a key that stands twice: PyYAML would keep the last one without a word."""
    import yaml

    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and not key.tag.endswith(":merge"):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
    loader.flatten_mapping(node)
    found: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return found
