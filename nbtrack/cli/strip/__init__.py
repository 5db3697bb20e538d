"""The parts of `nbtrack strip`; the command itself is `commands/strip.py`."""
