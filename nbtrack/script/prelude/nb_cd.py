"""Change the working folder."""

_nb_left = ""


def _nb_cd(folder: str, quiet: bool = False) -> None:
    """Change the working folder, with "-" back to the last one, and print where that is."""
    import os

    global _nb_left
    if folder[:1] in "\"'" and folder[-1:] == folder[:1] and len(folder) > 1:
        folder = folder[1:-1]
    here = os.getcwd()
    os.chdir(_nb_left or "." if folder == "-" else os.path.expanduser(folder))
    _nb_left = here
    if not quiet:
        print(os.getcwd())
