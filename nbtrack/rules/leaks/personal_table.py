"""An output shows a table whose rows look like people.

## What it does
Looks at the heads of tables in outputs, in text and HTML as pandas and others show them, for columns that
describe a person: names, addresses, birthdays, phone and e-mail, numbers of passports, accounts and patients.
Two such columns make a finding, and so does one that identifies a person by itself.

## Why it matters
`df.head()` puts the first rows of a database into git, where they stay.

## Example
`cell 3: NBT204 output 1 shows a table with the columns "surname", "birthdate"`

## Fix and its safety
The output is removed: unsafe, as the data may be public or made up.

## Options
Off unless it is selected: whether rows are about real people, only their owner knows.

## On real notebooks
No finding in the 255 notebooks it was read on, whose tables are about houses, countries and flowers. In
432 others one, and wrong: `name` and `license` of apartments. A licence by itself does not count since.

## Source
The identifiers of the HIPAA Privacy Rule, 45 CFR 164.514(b)(2), as names of columns.
"""

from __future__ import annotations

from nbtrack.rules.finding import Finding
from nbtrack.rules.leaks.tables import heads
from nbtrack.rules.leaks.texts import removal, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.rules.rule import Rule
    from nbtrack.rules.subject import Subject

_FEWEST = 2
# Alone each of these identifies somebody.
_IDENTIFYING = frozenset(
    (
        *("driverslicense", "licensenumber", "licenseplate"),
        *("birthdate", "birthday", "cardnumber", "creditcard", "creditcardnumber", "customeremail"),
        *("customername", "dateofbirth", "dob", "emailaddress", "employeename", "firstname", "fullname"),
        *("givenname", "homeaddress", "iban", "lastname"),
        *("maidenname", "medicalrecordnumber", "mobilenumber"),
        *("mrn", "nationalid", "nhsnumber", "passport", "passportnumber", "patientid", "patientname"),
        *("phonenumber", "socialsecuritynumber", "ssn", "streetaddress", "surname", "taxid"),
    )
)
# These do so together.
_DESCRIBING = frozenset(
    (
        *("address", "diagnosis", "email", "ethnicity", "gender", "ipaddress", "mail", "mobile", "name"),
        *("nationality", "phone", "postalcode", "postcode", "religion", "salary", "street", "telephone"),
        *("username", "zip", "zipcode"),
    )
)
_TELLING = frozenset(("address", "email", "mail", "mobile", "name", "phone", "telephone", "username"))


def check(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """Find the first such table of each output."""
    last = None
    for text in texts(subject.notebook):
        if text.output is None or text.place.pointer == last:
            continue
        for head in heads(text.content):
            columns = _personal(head)
            if columns:
                last = text.place.pointer
                named = ", ".join(f'"{column}"' for column in columns[:3])
                message = f"{text.where} shows a table with the columns {named}"
                yield Finding(rule, text.place, message, removal(text, "unsafe"))
                break


def _personal(head: list[str]) -> list[str]:
    """Return the columns about a person, where they are enough to tell who it is."""
    plain = {column: "".join(c for c in column.lower() if c.isalnum()) for column in head}
    identifying = [column for column in head if plain[column] in _IDENTIFYING]
    describing = [column for column in head if plain[column] in _DESCRIBING]
    are_telling = any(plain[column] in _TELLING for column in describing)
    if identifying or (len(describing) >= _FEWEST and are_telling):
        return identifying + describing
    return []
