"""`nbtrack ui`: the store as pages in a browser."""
