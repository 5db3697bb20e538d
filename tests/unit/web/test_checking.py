"""Of many findings a page names the rule that matters most."""

from nbtrack.web.checking import worst_of


def test_the_worst_rule_is_the_loudest_and_then_the_most_frequent() -> None:
    def one(code: str, level: str) -> dict[str, str]:
        return {"code": code, "name": code.lower(), "level": level}

    found = [one("A1", "note"), one("B1", "warning"), one("B2", "warning"), one("B2", "warning")]
    assert worst_of([]) is None
    assert worst_of(found) == {"code": "B2", "name": "b2", "level": "warning", "count": 2}
    assert worst_of([*found, one("C1", "error")]) == one("C1", "error") | {"count": 1}
