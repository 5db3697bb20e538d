"""A rule failed on this notebook, which is a defect of nbtrack.

## What it does
Stands in for a rule that raised an error instead of an answer. All other rules have run as usual.

## Why it matters
What the broken rule would have found in this notebook is unknown, so the notebook does not count as clean.

## Example
`NBT305 undefined-name failed here, please report it: KeyError: 'x'`

## Fix and its safety
There is none in the notebook. Please report the message, best with the smallest notebook that brings it
about; `--ignore` the rule that the message names until it is mended.

## Options
It cannot be ignored: a check that did not happen must not look like one that passed.

## Source
The same idea as ruff's "this indicates a bug" diagnostics.
"""
