"""Run a notebook's script outside Jupyter and blame the cell that fails."""
