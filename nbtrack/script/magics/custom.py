"""Translations that a project has of its own: in its settings, and in plug-ins that these name."""

from __future__ import annotations

import string
from functools import partial

from nbtrack.errors import SettingsError
from nbtrack.plugins import plug_ins, unusable
from nbtrack.script.literals import filled, literal
from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.model import Construct, Magics, Outcome, around, dropped, refused, translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nbtrack.settings import Settings

    Translator = Callable[[Construct], Outcome]

GROUP = "nbtrack.magics"
_FIELDS = ("name", "argument", "body")
_CONVERSIONS = (None, "r", "f")


def magics_of(settings: Settings) -> Magics:
    """Return the magics that have a translation in a folder; raises SettingsError."""
    return known_magics(settings.value("extract.magics"), settings.value("extract.plugins"))


def known_magics(own: Mapping[str, str], plugins: Iterable[str]) -> Magics:
    """Return the magics that nbtrack, plug-ins and a project translate, the project's word above all."""
    magics = BUILT_IN
    for name, found in plug_ins(GROUP, plugins, dict):
        for key, translator in found.items():
            if not callable(translator):
                raise unusable(name, f"{key} has no function")
            magics = _with(magics, key, partial(_of_plug_in, name, translator))
    for key, what in own.items():
        magics = _with(magics, key, _of_settings(key, what))
    return magics


def _with(magics: Magics, key: str, translator: Translator) -> Magics:
    name = key.removeprefix("%%") if key.startswith("%%") else key.removeprefix("%")
    if not name.isidentifier() or name == key:
        raise SettingsError(f"{key!r} names no magic", hint='write "%name" or, for a cell magic, "%%name"')
    if key.startswith("%%"):
        return magics._replace(cell={**magics.cell, name: translator})
    return magics._replace(line={**magics.line, name: translator})


def _of_plug_in(plugin: str, translator: Translator, construct: Construct) -> Outcome:
    """Ask somebody else's translator; one that fails refuses this construct, not the notebook."""
    try:
        outcome: object = translator(construct)
    except Exception as error:  # noqa: BLE001 - a stranger's
        return refused(f"the plug-in {plugin} fails here: {type(error).__name__}: {error}")
    if not isinstance(outcome, Outcome):
        return refused(f"the plug-in {plugin} gives {outcome!r}, which is no outcome")
    return outcome


def _of_settings(key: str, what: str) -> Translator:
    words: dict[str, Translator] = {
        "drop": lambda _: dropped("the project's settings leave it out"),
        "refuse": lambda _: refused("the project's settings refuse it"),
    }
    if key.startswith("%%"):
        words["unwrap"] = lambda _: around("")
    if what in words:
        return words[what]
    if " " not in what and "(" not in what:
        listed = ", ".join(words)
        raise SettingsError(f"extract.magics: {key!r} = {what!r} is neither {listed} nor a call in Python")
    return partial(_from_template, _parsed(key, what))


def _parsed(key: str, template: str) -> list[tuple[str, str | None, str | None]]:
    try:
        parts = [(text, field, how) for text, field, _, how in string.Formatter().parse(template)]
    except ValueError as error:
        raise SettingsError(f"extract.magics: {key!r}: {error}", hint="write {{ for a brace") from None
    for _, field, how in parts:
        if field is not None and (field not in _FIELDS or how not in _CONVERSIONS):
            raise SettingsError(
                f"extract.magics: {key!r}: there is no {{{field}{'!' + how if how else ''}}}",
                hint="fields are name, argument and body, with !r for a literal, !f for one filled in",
            )
    return parts


def _from_template(parts: list[tuple[str, str | None, str | None]], construct: Construct) -> Outcome:
    values = {"name": construct.name, "argument": construct.argument, "body": construct.body or ""}
    written: dict[str | None, Callable[[str], str]] = {None: str, "r": literal, "f": filled}
    code = "".join(text + (written[how](values[field]) if field else "") for text, field, how in parts)
    return translated(construct.prefix + code, "as the project's settings say")
