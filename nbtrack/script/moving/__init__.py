"""Move functions and classes from a notebook to a module, which the notebook then imports."""
