"""Asking the store: which runs fit, which is best, what differs; commands and Python ask alike."""
