"""Fill in `{expression}` and `$name`."""


def _nb_filled(text: str) -> str:
    """Fill in {expression} and $name as IPython does; text that does not fit stays as it is."""
    import re
    import string
    import sys

    caller = sys._getframe(1)
    names = {**caller.f_globals, **caller.f_locals}

    def dollar(match: "re.Match[str]") -> str:
        if match.string.count("'", match.end()) % 2:
            return match[0]
        return match[1] if match[1].startswith("$") else str(eval(match[1], names))

    try:
        parts = []
        for plain, field, spec, conversion in string.Formatter().parse(text):
            parts.append(re.sub(r"\$(\$?[\w.]+)", dollar, plain))
            if field is not None:
                value = eval(f"{field}:{spec}" if spec else field, names)
                parts.append(format(string.Formatter().convert_field(value, conversion)))
    except Exception:
        return text
    return "".join(parts)
