"""The parts of `nbtrack demo`; the command itself is `commands/demo.py`."""
