"""The parts of `nbtrack undo`; the command itself is `commands/undo.py`."""
