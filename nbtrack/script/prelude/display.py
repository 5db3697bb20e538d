"""Jupyter's `display`."""


def display(*objects: object, **options: object) -> None:
    """Print what a notebook would show."""
    for shown in objects:
        print(repr(shown))
