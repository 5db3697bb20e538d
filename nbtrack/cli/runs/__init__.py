"""The parts of `nbtrack runs`; the command itself is `commands/runs.py`."""
