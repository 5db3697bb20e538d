"""The parts of `nbtrack pair`; the command itself is `commands/pair.py`."""
