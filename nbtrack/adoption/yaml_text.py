"""Read YAML to prove a change, and write texts into it."""

from __future__ import annotations

import json
import re
from typing import Any

from nbtrack.errors import AdoptionError
from nbtrack.notebook.parameters.yaml_adapter import YamlError, load_yaml

_PLAIN = re.compile(r"[A-Za-z][\w./@:+~-]*[\w/]")


def parsed(text: str) -> Any:
    """Return what a text says; raises AdoptionError."""
    try:
        return load_yaml(text)
    except (YamlError, RecursionError) as error:
        raise AdoptionError(f"it cannot be read: {error}") from None


def scalar(text: str) -> str:
    """Return a text so that YAML reads the same, in quotes where it might not: `1e5` is a number."""
    return text if _PLAIN.fullmatch(text) and load_yaml(text) == text else json.dumps(text)
