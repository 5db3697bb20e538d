"""The parts of `nbtrack merge`; the command itself is `commands/merge.py`."""
