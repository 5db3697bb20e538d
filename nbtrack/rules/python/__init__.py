"""What several rules want to know of Python code: its syntax tree, and which names it uses and defines."""
