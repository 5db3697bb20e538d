"""What nbtrack keeps for a person, whatever the project."""

from __future__ import annotations


def user_folder() -> str:
    """Return the folder for it, which is there then; raises OSError where no home can be written."""
    from platformdirs import user_state_path

    return str(user_state_path("nbtrack", ensure_exists=True))
