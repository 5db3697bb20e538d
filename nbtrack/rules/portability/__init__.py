"""Rules on what keeps a notebook from running anywhere but in Jupyter."""
