"""Where runs are kept: sealed records, blobs by digest, journals of runs in progress, an index to ask.

Records and blobs are the truth; the index can be deleted at any time. `docs/reference/store.md` has the
format.
"""
