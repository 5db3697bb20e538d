"""The parts of `nbtrack show`; the command itself is `commands/show.py`."""
