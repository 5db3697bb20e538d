"""The parts of `nbtrack smoke`; the command itself is `commands/smoke.py`."""
