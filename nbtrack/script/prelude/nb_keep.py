"""Remember results as a kernel does."""

Out = _oh = {}  # type: ignore[var-annotated]
_ = __ = ___ = ""
_nb_last = ("", "", "")


def _nb_keep(number: int, value: object) -> object:
    """Keep the result of a cell in `Out`, under its number, and in `_` unless somebody else uses that."""
    global _nb_last
    names = globals()
    if value is not None and value is not Out:
        mine = all(names.get("_" * n) is kept for n, kept in enumerate(_nb_last, 1))
        _nb_last = (value, _nb_last[0], _nb_last[1])  # type: ignore[assignment]
        if mine:
            names["_"], names["__"], names["___"] = _nb_last
        Out[number] = names[f"_{number}"] = value
    return value
