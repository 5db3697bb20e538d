"""The packages of a run: listed, and installed once more."""
