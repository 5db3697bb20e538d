"""The parts of `nbtrack check`; the command itself is `commands/check.py`."""
