"""A suppression allows nothing.

## What it does
Finds `nbtrack: ignore` comments, `nbtrack-ignore` tags and `nbtrack.ignore` metadata that name a rule which
finds nothing there, or no rule at all. Rules that are not selected are not counted.

## Why it matters
A suppression that outlives its reason hides the next finding of that rule; one with a misspelt code hides
nothing although somebody relies on it.

## Example
`import os  # nbtrack: ignore[NBT999]`

## Fix and its safety
None: take the comment, tag or metadata away.

## Options
None.

## On real notebooks
No finding in the 255 notebooks it was read on: none of them knows nbtrack.

## Source
ruff's `unused-noqa`.
"""
