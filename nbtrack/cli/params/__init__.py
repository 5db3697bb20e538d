"""The parts of `nbtrack params`; the command itself is `commands/params.py`."""
