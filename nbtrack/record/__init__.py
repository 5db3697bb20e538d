"""Run a notebook in its kernel and record everything that is needed to do so again."""
