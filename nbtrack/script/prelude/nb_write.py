"""Write a file."""


def _nb_write(path: str, text: str, append: bool = False) -> None:
    """Write a text to a file and say so."""
    import os

    path = os.path.expanduser(path)
    print("Appending to" if append else "Overwriting" if os.path.exists(path) else "Writing", path)
    with open(path, "a" if append else "w", encoding="utf-8") as file:
        file.write(text)
