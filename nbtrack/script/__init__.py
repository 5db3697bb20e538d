"""A notebook as plain Python that runs without IPython."""
