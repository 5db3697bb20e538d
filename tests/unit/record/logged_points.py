"""What a test logged."""

from pathlib import Path

from nbtrack.store.logged import read_points


def points(live_folder: Path) -> dict[str, list[tuple[int | None, float]]]:
    """Return the steps and values of each metric."""
    table = read_points(str(live_folder))
    return {name: [(step, value) for step, _, value in one.points()] for name, one in table.items()}
