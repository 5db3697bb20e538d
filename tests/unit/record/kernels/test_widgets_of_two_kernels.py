"""A run that goes on from another shows the widgets of both."""

from nbtrack.record.kernels.widgets import with_widgets

MIME = "application/vnd.jupyter.widget-state+json"


def states(**values: int) -> dict[str, object]:
    return {MIME: {"state": values, "version_major": 2, "version_minor": 0}}


def test_the_later_state_of_a_widget_holds() -> None:
    assert with_widgets(states(a=1, b=1), states(b=2, c=2)) == states(a=1, b=2, c=2)


def test_widgets_of_one_of_them_stay_as_they_are() -> None:
    assert with_widgets({}, states(a=1)) == with_widgets(states(a=1), None) == states(a=1)
    assert with_widgets({}, None) == {}
