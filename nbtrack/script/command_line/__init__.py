"""A notebook as a script with a command line: its parameters are options, its cells run in a function."""
