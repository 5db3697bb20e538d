"""Rules on the order in which cells run, and on state that the notebook does not show."""
