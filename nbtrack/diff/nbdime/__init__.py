"""Diffs in the format of nbdime, made without it."""
