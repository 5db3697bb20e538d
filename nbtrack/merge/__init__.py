"""Two changed notebooks and their common ancestor become one."""
