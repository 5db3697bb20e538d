"""What production wants of a notebook: without plots, and without statements that only look at a value."""
