"""The parts of `nbtrack reproduce`; the command itself is `commands/reproduce.py`."""
