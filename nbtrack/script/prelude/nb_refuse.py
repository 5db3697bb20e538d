"""Stop at what has no translation."""


def _nb_refuse(what: str) -> object:
    """Raise the error of a construct that cannot leave Jupyter."""
    raise NotImplementedError(what)
