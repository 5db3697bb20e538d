"""The parts of `nbtrack sync`; the command itself is `commands/sync.py`."""
