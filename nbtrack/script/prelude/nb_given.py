"""Tell what a notebook is given from what it works out itself."""


def _nb_given(parameters: dict) -> dict:  # type: ignore[type-arg]
    """Return the parameters that have a value; a second run gets lists, dicts and sets anew."""
    import copy

    return {
        name: copy.deepcopy(value) if isinstance(value, (list, dict, set)) else value
        for name, value in parameters.items()
        if value is not ...
    }
