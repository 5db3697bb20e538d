"""A run that did not finish: the state of its kernel, and how another run takes it up."""
