"""Read values as a parameter's kind wants them."""


class _nb_kind:
    """A kind of value: texts of a command line are read as it wants, values of a file keep their type."""

    _MODULES = {  # noqa: RUF012
        "builtins": "frozenset",
        "pathlib": "Path PurePath PosixPath WindowsPath PurePosixPath PureWindowsPath",
        "datetime": "date datetime time",
        "decimal": "Decimal",
        "fractions": "Fraction",
        "uuid": "UUID",
        "pandas": "Timestamp Timedelta",
    }
    _WORDS = {"true": True, "false": False, "none": None, "null": None}  # noqa: RUF012

    def __init__(self, name, items=None, optional=False, choices=(), wraps=False):  # type: ignore[no-untyped-def]
        self.name, self.items, self.optional, self.choices, self.wraps = name, items, optional, choices, wraps

    def __str__(self) -> str:
        if self.choices:
            return " | ".join(str(choice) for choice in self.choices)
        inside = f"[{self.items}]" if self.items and not self.wraps else ""
        return f"{self.name}{inside}{' | None' if self.optional else ''}"

    def read(self, value, typed=False):  # type: ignore[no-untyped-def]
        """Return the value as one of the kind; `typed` says that a person typed it. Raises ValueError."""
        try:
            return self._read(value, typed)
        except (TypeError, ValueError, ArithmeticError, SyntaxError, RecursionError, MemoryError):
            raise ValueError(f"{value!r} is no {self}") from None

    def _read(self, value, typed):  # type: ignore[no-untyped-def]
        word = value.strip().lower() if isinstance(value, str) else None
        for choice in self.choices:
            is_word = choice is None or isinstance(choice, bool)
            same = value == str(choice) or (is_word and word == str(choice).lower()) if typed else False
            if same or (not typed and type(value) is type(choice) and value == choice):
                return choice
        if self.optional and (value is None or (typed and word in ("none", "null"))):
            return None
        if self.choices:
            raise ValueError
        if self.wraps:
            return self._made(value, typed)
        return getattr(self, f"_{self.name}")(value, typed)

    def _made(self, value, typed):  # type: ignore[no-untyped-def]
        import importlib

        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        argument = str(value) if is_number and self.items.name == "str" else self.items._read(value, typed)
        place = next((place for place, names in self._MODULES.items() if self.name in names.split()), "numpy")
        maker = getattr(importlib.import_module(place), self.name)
        return (maker.fromisoformat if place == "datetime" else maker)(argument)

    def _literal(self, text):  # type: ignore[no-untyped-def]
        import ast
        import json

        word = text.strip().lower()
        if word in self._WORDS:
            return self._WORDS[word]
        if not text.lstrip().startswith(("[", "{")):
            return ast.literal_eval(text)
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            names = {**self._WORDS, "nan": float("nan"), "inf": float("inf")}
            names |= {"NaN": names["nan"], "Infinity": names["inf"]}
            tree = ast.parse(text.strip(), mode="eval").body
            for node in ast.walk(tree):
                for field, old in ast.iter_fields(node):
                    new = (
                        [self._named(one, names) for one in old]
                        if isinstance(old, list)
                        else self._named(old, names)
                    )
                    setattr(node, field, new)
            return ast.literal_eval(tree)

    def _named(self, node, names):  # type: ignore[no-untyped-def]
        import ast

        known = isinstance(node, ast.Name) and node.id in names
        return ast.copy_location(ast.Constant(names[node.id]), node) if known else node

    def _any(self, value, typed):  # type: ignore[no-untyped-def]
        try:
            return self._literal(value) if typed else value
        except (TypeError, ValueError, ArithmeticError, SyntaxError, RecursionError, MemoryError):
            return value

    def _object(self, value, typed):  # type: ignore[no-untyped-def]
        found = self._any(value, typed)
        if typed and found == value:  # a text, where the notebook makes no text
            raise ValueError
        return found

    def _bool(self, value, typed):  # type: ignore[no-untyped-def]
        word = str(value).strip().lower() if isinstance(value, (str, bool)) else ""
        if word not in ("true", "yes", "on", "1", "false", "no", "off", "0"):
            raise ValueError
        return word in ("true", "yes", "on", "1")

    def _int(self, value, typed):  # type: ignore[no-untyped-def]
        if typed:
            try:
                return int(value)
            except ValueError:
                return int(value.strip(), 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError
        return value

    def _float(self, value, typed):  # type: ignore[no-untyped-def]
        if not typed and (not isinstance(value, (int, float)) or isinstance(value, bool)):
            raise ValueError
        number, text = float(value), str(value).strip().lower()
        is_lost = number == 0 and any(digit in "123456789" for digit in text.partition("e")[0])
        is_other = text.lstrip("+-").replace("_", "").isdigit() and int(text) != number
        if is_lost or is_other or (number in (float("inf"), -float("inf")) and "inf" not in text):
            raise ValueError  # the float that is nearest is another number
        return number

    def _complex(self, value, typed):  # type: ignore[no-untyped-def]
        if not isinstance(value, (str, int, float, complex)) or isinstance(value, bool):
            raise ValueError
        return complex(value.strip() if isinstance(value, str) else value)

    def _str(self, value, typed):  # type: ignore[no-untyped-def]
        if not isinstance(value, str):
            raise ValueError
        return value

    def _bytes(self, value, typed):  # type: ignore[no-untyped-def]
        if typed and value.startswith(("b'", 'b"')):
            value = self._literal(value)
        if not isinstance(value, (str, bytes)):
            raise ValueError
        return value.encode() if isinstance(value, str) else value

    def _several(self, value, typed):  # type: ignore[no-untyped-def]
        if typed:
            value = set() if value.strip() == "set()" else self._literal(value)
        if not isinstance(value, (list, tuple, set)) or (isinstance(value, set) and self.name != "set"):
            raise ValueError
        maker = {"list": list, "tuple": tuple, "set": set}[self.name]
        found = maker(self._item(one) for one in value)
        if len(found) < len(value):  # something stands twice in what becomes a set
            raise ValueError
        return found

    _list = _tuple = _set = _several

    def _dict(self, value, typed):  # type: ignore[no-untyped-def]
        value = self._literal(value) if typed else value
        if not isinstance(value, dict):
            raise ValueError
        return {key: self._item(one) for key, one in value.items()}

    def _item(self, value):  # type: ignore[no-untyped-def]
        return self.items._read(value, False) if self.items and not self.items.wraps else value
