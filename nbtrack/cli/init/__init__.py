"""The parts of `nbtrack init`; the command itself is `commands/init.py`."""
