"""A notebook's parameters: the names that its cell tagged `parameters` sets, and values for them.

The tags are papermill's (https://papermill.readthedocs.io/en/latest/usage-parameterize.html); the values are
typed by what the cell declares.
"""
