"""Remember what rules found, so that a notebook that did not change is not looked at again.

A result is kept under the digest of the notebook's bytes and the signature of everything else that decided
it. A table that is missing, damaged or somebody else's is as good as an empty one.
"""
