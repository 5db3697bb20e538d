"""The parts of `nbtrack run`; the command itself is `commands/run.py`."""
