"""Rules on what a run leaves behind in a notebook: outputs, counts, metadata."""
