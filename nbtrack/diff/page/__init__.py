"""A diff as one page of HTML that loads nothing and runs nothing but its own script."""
