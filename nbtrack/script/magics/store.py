"""`%store`: variables that outlast the notebook."""

from __future__ import annotations

from nbtrack.script.literals import quoted
from nbtrack.script.model import Construct, Outcome, dropped, refused, translated


def store(construct: Construct) -> Outcome:
    """`%store name`, `%store name >file`; `-r` restores, `-d` forgets one, `-z` forgets all."""
    given = construct.argument.split()
    options = [word for word in given if word in ("-r", "-d", "-z")]
    names = [word for word in given if word not in options]
    if construct.prefix.strip() or len(options) > 1:
        return refused("%store takes one option and gives nothing")
    if not given:
        return dropped("it only shows what is stored")
    if len(names) > 1 and names[1].startswith(">"):
        return _written(names)
    if not all(name.isidentifier() for name in names):
        return refused("it needs names")
    return translated(_call(options[0] if options else "", "".join(f", {quoted(name)}" for name in names)))


def _call(option: str, names: str) -> str:
    if option == "-r":
        return f"_nb_vault.restore(globals(){names})"
    if option in ("-d", "-z"):
        return f"_nb_vault.forget({names.removeprefix(', ') if option == '-d' else ''})"
    return f"_nb_vault.keep(globals(){names})"


def _written(words: list[str]) -> Outcome:
    target = words[1].lstrip(">")
    if not target or not words[0].isidentifier():
        return refused("it needs a name and, right behind `>`, a file")
    more = ", append=True" if words[1].startswith(">>") else ""
    return translated(f"_nb_vault.write({quoted(words[0])}, {words[0]}, {quoted(target)}{more})")


LINE = {"store": store}
