"""The command line: `commands/` holds one module per command, `main` imports the one that is called.

A command that is too large for one module has its parts in the package of its name, from where others take
what is theirs: `best` shows the table of `runs`. What belongs to none, options and output before all, stands
beside `main`.
"""
