"""The parts of `nbtrack diff`; the command itself is `commands/diff.py`."""
