"""The part of the schema of SARIF 2.1.0 that our logs use, from the standard's chapter 3.

Unit tests need no network; `tests/conformance/test_sarif.py` takes the schema itself. As in it, unknown
properties are refused; those that we do not write are unknown here, so that a new one has to be looked up
first.
"""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


_MESSAGE = _object(["text"], text={**_TEXT, "minLength": 1})
_MULTIFORMAT = _object(["text"], text=_TEXT, markdown=_TEXT)
_RULE = _object(
    ["id"],
    id=_TEXT,
    name=_TEXT,
    shortDescription=_MULTIFORMAT,
    help=_MULTIFORMAT,
    defaultConfiguration=_object([], level=_LEVEL),
)
_REFERENCE = {
    **_TEXT,
    "pattern": r"^([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$",
}  # RFC 3986, without ? and #
_PHYSICAL = _object(
    ["artifactLocation"],
    artifactLocation=_object(["uri"], uri=_REFERENCE),
    region=_object([], startLine={"type": "integer", "minimum": 1}),
)
_LOGICAL = _object([], name=_TEXT, fullyQualifiedName=_TEXT, kind=_TEXT)
_RESULT = _object(
    ["message"],
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=_LEVEL,
    message=_MESSAGE,
    locations=_list(
        _object([], physicalLocation=_PHYSICAL, logicalLocations=_list(_LOGICAL, uniqueItems=True))
    ),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT},
)
_RUN = _object(
    ["tool"],
    tool=_object(
        ["driver"], driver=_object(["name"], name=_TEXT, version=_TEXT, rules=_list(_RULE, uniqueItems=True))
    ),
    invocations=_list(
        _object(["executionSuccessful"], executionSuccessful={"type": "boolean"}), uniqueItems=True
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=_list(_RESULT),
)
SARIF_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(["version", "runs"], **{"$schema": _TEXT, "version": {"const": "2.1.0"}, "runs": _list(_RUN)}),
}
