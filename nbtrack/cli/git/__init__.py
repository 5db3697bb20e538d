"""The parts of `nbtrack git`; the command itself is `commands/git.py`."""
