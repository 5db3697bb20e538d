"""The file cannot be read as a notebook.

## What it does
Reports a file that is missing, empty, not UTF-8, not JSON, not a notebook, of a format that nbtrack does
not know, a git-lfs pointer or a web page. The message says what it is instead, with line and column where
there is one.

## Why it matters
Nobody can open such a file in Jupyter, and no other rule can look at it. An unreadable file is never clean:
the run goes on with the other files and ends with exit code 2.

## Example
`nbtrack: cannot read reports/q3.ipynb: cut short at line 812, column 9: expecting a value`

## Fix and its safety
None: what the file should say is not in it. `git log -- FILE` finds the last version that could be read.

## Options
It cannot be ignored; leave the file out of the paths instead.

## Source
RFC 8259 (JSON); the nbformat documentation, "The notebook file format".
"""
