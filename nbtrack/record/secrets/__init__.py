"""Secrets: taken out of all that is stored, and put back where they are at hand."""
