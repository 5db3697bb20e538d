"""The machine of a run, and what the run takes of it."""
