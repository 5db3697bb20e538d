"""What magics do, as functions that are written into scripts.

One function per file; a script gets the text of those that it calls. They need nothing but the standard
library and no newer Python than nbtrack itself. A file names the others that it needs by importing them.
"""
