"""What was left out is said kind by kind, however many places there are."""

from __future__ import annotations

from nbtrack.web.share.left_out import by_kind

FOUND = [
    {"what": "GitHub token", "where": "the title", "count": 1},
    *(
        {"what": "name of a home folder", "where": f"cell {number} of run 1", "count": 2}
        for number in range(5)
    ),
]


def test_what_is_found_most_often_is_said_first_with_some_of_its_places() -> None:
    assert [kind.text for kind in by_kind(FOUND)] == [
        "10 x name of a home folder in cell 0 of run 1, cell 1 of run 1, cell 2 of run 1 and 2 more places",
        "1 x GitHub token in the title",
    ]


def test_all_places_are_kept() -> None:
    assert by_kind(FOUND)[0].places[4] == ("cell 4 of run 1", 2)


def test_where_nothing_is_left_out_nothing_is_said() -> None:
    assert by_kind([]) == []
