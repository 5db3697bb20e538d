"""What a command accepts, as data.

The standard library's `argparse` costs as much as an empty interpreter to import (through `re`, `gettext`
and `locale`), which `--help` and `strip` cannot afford. The same data renders the help, the shell
completion and the reference, and `parsing.py` reads a command line with it.
"""

from __future__ import annotations

from nbtrack.errors import UsageError


class Option:
    """One option: a flag without a metavar, else one that takes a value.

    `many` collects every use; `optional` allows the bare form, whose value is then the empty string and
    which takes a value only as `--name=value`.
    """

    __slots__ = ("choices", "help", "many", "metavar", "names", "optional")

    def __init__(
        self,
        *names: str,
        help: str,  # noqa: A002 - the word that everybody expects here
        metavar: str | None = None,
        many: bool = False,
        optional: bool = False,
        choices: tuple[str, ...] = (),
    ) -> None:
        self.names = names
        self.help = help
        self.metavar = metavar
        self.many = many
        self.optional = optional
        self.choices = choices

    @property
    def key(self) -> str:
        """The longest name without its dashes: how a command asks for the value."""
        return max(self.names, key=len).lstrip("-")


class Command:
    """One command: what it is for, its positional arguments as people read them, and its options.

    `arguments` is (metavar, smallest count, largest count or None); `examples` are (command, what it does).
    A positional argument that ends in `program` has options of its own, which stand behind `--`.
    """

    __slots__ = ("arguments", "description", "examples", "name", "options", "program", "summary")

    def __init__(
        self,
        name: str,
        summary: str,
        *,
        arguments: tuple[str, int, int | None] | None = None,
        options: tuple[Option, ...] = (),
        description: str = "",
        examples: tuple[tuple[str, str], ...] = (),
        program: str = "",
    ) -> None:
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.options = options
        self.description = description
        self.program = program
        self.examples = examples


COMMON = (
    Option("-h", "--help", help="show this help and stop"),
    Option("-q", "--quiet", help="say only what failed"),
    Option("-v", "--verbose", help="say more about what is done"),
    Option("--color", metavar="WHEN", choices=("auto", "always", "never"), help="auto, always or never"),
)
JSON = Option("--json", help="write the result as JSON on stdout")


class Args:
    """The values of one command line, asked for by the option's longest name; `words` is all of it."""

    __slots__ = ("_given", "_options", "command", "positional", "words")

    def __init__(
        self,
        command: Command,
        positional: tuple[str, ...],
        given: dict[str, list[str]],
        words: tuple[str, ...],
    ) -> None:
        self.command = command
        self.positional = positional
        self.words = words
        self._given = given
        self._options = {option.key: option for option in (*command.options, *COMMON)}

    def flag(self, name: str) -> bool:
        """Tell whether an option was given at all."""
        return bool(self._values(name))

    def value(self, name: str) -> str | None:
        """Return the last value given, None when there is none."""
        values = self._values(name)
        return values[-1] if values else None

    def values(self, name: str) -> tuple[str, ...]:
        """Return every value given, in order."""
        return tuple(self._values(name))

    def number(self, name: str) -> float | None:
        """Return the value as a number of at least 0; raises UsageError when it is none."""
        text = self.value(name)
        if text is None:
            return None
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < float("inf"):
            raise UsageError(f"--{name} needs a number of at least 0, not {text!r}")
        return number

    def count(self, name: str) -> int | None:
        """Return the value as a whole number of at least 0; raises UsageError when it is none."""
        number = self.number(name)
        if number is not None and number != int(number):
            raise UsageError(f"--{name} needs a whole number, not {self.value(name)!r}")
        return None if number is None else int(number)

    def limit(self, default: int) -> int | None:
        """Return how many --limit asks for: None for all, which it calls 0."""
        given = self.count("limit")
        return default if given is None else given or None

    def form(self) -> str:
        """Return the form that --json or --format asks for."""
        return "json" if self.flag("json") else self.value("format") or "text"

    def over(self, earlier: Args) -> Args:
        """Return what another command line gave, with what this one gives behind it."""
        names = dict.fromkeys((*earlier._given, *self._given))
        given = {name: [*earlier._given.get(name, ()), *self._given.get(name, ())] for name in names}
        return Args(self.command, self.positional or earlier.positional, given, self.words)

    def only(self, *names: str) -> Args:
        """Return these options alone, without the positional arguments."""
        given = {name: values for name, values in self._given.items() if name in names}
        return Args(self.command, (), given, self.words)

    def _values(self, name: str) -> list[str]:
        assert name in self._options, f"{self.command.name} declares no option --{name}"  # noqa: S101
        return self._given.get(name, [])
