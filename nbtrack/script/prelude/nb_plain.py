"""Say values as JSON can hold them."""


def _nb_plain(value):  # type: ignore[no-untyped-def]
    """Return a value as a record keeps it: paths and dates as texts, tuples and sets as lists."""
    import numbers

    if isinstance(value, dict):
        return {key if isinstance(key, str) else repr(key): _nb_plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return [_nb_plain(one) for one in sorted(value, key=lambda one: (type(one).__name__, one))]
    if isinstance(value, (list, tuple)):
        return [_nb_plain(one) for one in value]
    if value is None or type(value) in (bool, int, float, str):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real) and hasattr(value, "dtype"):
        return float(value)
    return repr(value) if isinstance(value, (bytes, complex)) else str(value)
