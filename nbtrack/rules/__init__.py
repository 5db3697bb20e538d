"""What must not be in a notebook: one rule, one file, and the frame that selects and runs them.

`registry.py` lists every rule in the order of its code. A rule's module holds one function `check`, which
yields findings; its docstring is the rule's manual page. `engine.py` runs rules on a notebook,
`suppression.py` takes back what a person allowed, `fixing.py` turns fixes into bytes.
"""
