"""Read a script's command line."""

from nbtrack.script.prelude.nb_config import _nb_config


def _nb_arguments(options, description):  # type: ignore[no-untyped-def]
    """Return what the command line gives; options are (kind, default, help) by name, "" for no default."""
    import argparse
    import sys

    parser = argparse.ArgumentParser(description=description, allow_abbrev=False, conflict_handler="resolve")
    files = "--config-file" if "config" in options else "--config"
    parser.add_argument(
        files, dest="0", metavar="FILE", action="append", default=[],
        help="take values from a TOML, YAML or JSON file too; a later one wins, the command line over all",
    )  # fmt: skip
    for name, (kind, default, text) in options.items():
        about = f"{text} (default: {default})" if default else f"{text} (required)"
        more = {"dest": name, "default": argparse.SUPPRESS, "help": about.strip().replace("%", "%%")}
        spellings = dict.fromkeys(("--" + name.replace("_", "-"), "--" + name))
        if kind.name == "bool":
            parser.add_argument(
                *spellings, type=_nb_typed(kind), nargs="?", const=True, metavar="yes|no", **more
            )
            negative = dict.fromkeys(
                "--no-" + one[2:] for one in spellings if "--no-" + one[2:] not in options
            )
            parser.add_argument(
                *negative, dest=name, default=argparse.SUPPRESS, action="store_false", help="the opposite"
            )
        else:
            metavar = "".join(" " if one in "()[]{}%" else one for one in str(kind)).strip()
            parser.add_argument(*spellings, type=_nb_typed(kind), metavar=metavar, **more)
    given = vars(parser.parse_args(_nb_words(sys.argv[1:], options)))
    values: dict = {}  # type: ignore[type-arg]
    for path in given.pop("0"):
        try:
            values |= _nb_layer(_nb_config(path), options, path)
        except ValueError as error:
            parser.error(str(error))
    values |= given
    missing = [name for name, (_, default, _) in options.items() if not default and name not in values]
    if missing:
        parser.error(f"no value for {', '.join(missing)}")
    return values


def _nb_typed(kind):  # type: ignore[no-untyped-def]
    """Return the function that reads an option's text."""
    import argparse

    def read(text):  # type: ignore[no-untyped-def]
        try:
            return kind.read(text, typed=True)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def _nb_layer(values: dict, options: dict, path: str) -> dict:  # type: ignore[type-arg]
    """Return the values of a file as their kinds want them; raises ValueError."""
    import difflib

    for name in values:
        if name not in options:
            close = difflib.get_close_matches(name, options, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(options)}"
            raise ValueError(f"{path}: there is no parameter {name!r}; {hint}")
    found = {}
    for name, value in values.items():
        try:
            found[name] = options[name][0].read(value)
        except ValueError as error:
            raise ValueError(f"{path}: {name}: {error}") from None
    return found


def _nb_words(words: list, options: dict) -> list:  # type: ignore[type-arg]
    """Join options with values that begin with a dash, which argparse takes for options: `--rate -1e-3`."""
    known = {f"--{before}{name}" for name in options for before in ("", "no-")}
    known |= {name.replace("_", "-") for name in known} | {"--config", "--config-file", "--help", "-h"}
    joined: list = []  # type: ignore[type-arg]
    for word in words:
        before = joined[-1] if joined else ""
        is_value = before in known and word.startswith("-") and word.partition("=")[0] not in known
        joined[-1:] = [f"{before}={word}"] if is_value else [*joined[-1:], word]
    return joined
