"""How each magic is said in plain Python: one small function per magic, by family."""
