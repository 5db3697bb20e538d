"""Runs out of the store for other tools, and runs of other tools into it."""
