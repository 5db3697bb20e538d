"""NBT203 email-address and NBT204 personal-table."""

from __future__ import annotations

import pytest

from nbtrack.rules.fixing import ALL_FIXES, SAFE
from tests.making import code, markdown, notebook, result, stream
from tests.unit.rules.asking import fixed, said

EMAIL, TABLE = "NBT203", "NBT204"
ANA, EVA = "ana.lima" + "@" + "company.net", "eva" + "@" + "uni-x.edu"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x @ y",
        "@decorator",
        "a@b",
        "user@example.com",
        "ana@sub.example.org",
        "noreply@company.net",
        "git@github.com:owner/name.git",
        "git+ssh://git@github.com/x",
        "https://ana@company.net/x",
        "postgres://ana:x@db.company.net/x",
        "pkg@1.2.3",
        "icon@2x.png",
        "name@host.local",
        "your.name@company.net",
        "model@v1.2",
        "A@B.T",
        "x.T@y.reshape(3)",
        "W@x.dot",
    ],
)
def test_nobody_is_written_to(text: str) -> None:
    assert said(EMAIL, notebook(markdown(text), code("1", outputs=[stream(text)]))) == []


def test_an_address_is_found_with_its_place_and_without_its_name() -> None:
    assert said(EMAIL, notebook(code(f"x = 1\n# {ANA}"))) == [
        '1:2:3: the source names an e-mail address at "company.net"'
    ]
    shown = notebook(code("1", outputs=[stream(f"{ANA} {EVA} {ANA.upper()}")]))
    assert said(EMAIL, shown) == ['1: output 1 shows 2 e-mail addresses, the first at "company.net"']


def test_an_output_is_removed_only_when_asked() -> None:
    for rule, text in ((EMAIL, ANA), (TABLE, "surname  age\n0  Lima  31")):
        shows = notebook(code("1", outputs=[stream(text), stream("fine")]))
        assert fixed(rule, shows, SAFE).raw == shows.raw
        assert fixed(rule, shows, ALL_FIXES).raw == notebook(code("1", outputs=[stream("fine")])).raw


def frame(*columns: str) -> str:
    head = "".join(f"      <th>{column}</th>\n" for column in ("", *columns))
    row = "".join("<td>x</td>" for _ in columns)
    return (
        f'<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n{head}'
        f"    </tr>\n  </thead>\n  <tbody>\n    <tr><th>0</th>{row}</tr>\n  </tbody>\n</table>"
    )


@pytest.mark.parametrize(
    "columns",
    [("First Name", "x"), ("patient_id", "age"), ("SSN",), ("name", "email"), ("id", "Phone", "Zip Code")],
)
def test_columns_about_people_are_found_in_each_form(columns: tuple[str, ...]) -> None:
    plain = [column.replace(" ", "_") for column in columns] + ["more"]
    text = f"  {'  '.join(plain)}\n0  {'  '.join('x' for _ in plain)}\n"
    barred = f"| {' | '.join(plain)} |\n|{'---|' * len(plain)}\n| x |"
    for output in (result({"text/html": frame(*columns)}), stream(text), stream(barred)):
        (message,) = said(TABLE, notebook(code("1", outputs=[output])))
        assert message.startswith("1: output 1 shows a table with the columns ")


def test_a_table_in_two_forms_is_one_finding() -> None:
    both = result({"text/html": frame("surname"), "text/plain": "  surname  x\n0  Lima  1"})
    assert len(said(TABLE, notebook(code("1", outputs=[both])))) == 1


@pytest.mark.parametrize(
    "text",
    [
        frame("name", "score"),
        frame("longitude", "latitude", "median_income"),
        frame("Name", "Type", "Params"),
        frame("race", "gender"),
        "first_name last_name\nno table",
        "Layer (type)   Output Shape   Param #\n=====\n",
        "name\n----",
        "",
    ],
)
def test_other_tables_are_no_finding(text: str) -> None:
    assert said(TABLE, notebook(code("1", outputs=[result({"text/html": text}), stream(text)]))) == []


@pytest.mark.parametrize("text", ["<thead" * 20_000, "<thead><th>" + "a" * 100_000, "0 \n" * 50_000])
def test_a_hostile_table_is_never_a_crash(text: str) -> None:
    assert said(TABLE, notebook(code("1", outputs=[stream(text)]))) == []
