"""The parts of `nbtrack extract`; the command itself is `commands/extract.py`."""
