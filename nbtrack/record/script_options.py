"""The options that a script declares, read from its text: calls of argparse and click."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ONE, NONE, MANY = "one", "none", "many"
NOTHING = object()  # no default that the text tells
_SWITCHES = frozenset(
    ("store_true", "store_false", "store_const", "append_const", "count", "help", "version")
)
_ELSEWHERE = frozenset(("add_subparsers", "set_defaults", "parse_known_args"))  # what defaults depend on
_TEXT = ("str", "click.STRING")
_CHOOSING = (ast.If, ast.For, ast.While, ast.Try)


class Option(NamedTuple):
    """One option: the name its value has in the script, its spellings, how many values follow it.

    `negative` are the spellings that say no, `is_off` tells that naming it says no. It `repeats` where each
    time adds a value. `default` is NOTHING where the text does not tell what holds.
    """

    name: str
    spellings: tuple[str, ...]
    takes: str = ONE
    negative: tuple[str, ...] = ()
    is_off: bool = False
    repeats: bool = False
    default: Any = NOTHING
    type: str = ""
    comment: str = ""

    @property
    def is_text(self) -> bool:
        """Tell whether its values are texts, also those that look like numbers."""
        return self._one in _TEXT

    @property
    def _one(self) -> str:
        return self.type or ("" if self.default is NOTHING else type(self.default).__name__)

    @property
    def kind(self) -> str:
        """Return of which kind its values are, as far as the text says."""
        is_list = self.takes == MANY or self.repeats
        return (
            "switch"
            if self.takes == NONE
            else f"list of {self.type}".removesuffix(" of ")
            if is_list
            else self._one
        )


def read_options(source_b: bytes) -> tuple[Option, ...]:
    """Return the options that a script declares itself; none where it is no Python that this one reads."""
    if b"add_argument" not in source_b and b"click" not in source_b:
        return ()
    try:
        tree = ast.parse(source_b)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    found = tuple(_found(tree))
    return found if _are_sure(tree) else tuple(one._replace(default=NOTHING) for one in found)


def declares_all(source_b: bytes) -> bool:
    """Tell whether a script's own text says all options that it takes, of argparse alone."""
    try:
        calls = [node for node in ast.walk(ast.parse(source_b)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError):
        return False
    added = [call for call in calls if _called(call) == "add_argument"]
    parsers = [call for call in calls if _called(call) == "ArgumentParser"]
    names = {ast.unparse(call.func).removesuffix(".add_argument") for call in added}
    passed = (one for call in calls for one in (*call.args, *(word.value for word in call.keywords)))
    given = {one.id for one in passed if isinstance(one, ast.Name)}
    is_spelled = all(isinstance(_literal(call.args[0]) if call.args else None, str) for call in added)
    is_alone = len(parsers) == 1 and not any(one.arg == "parents" for one in parsers[0].keywords)
    return bool(added) and is_spelled and is_alone and not names & given and not _has_unknown(calls)


def _has_unknown(calls: Iterable[ast.Call]) -> bool:
    return any(_called(call) in ("parse_known_args", "parse_known_intermixed_args") for call in calls)


def by_spelling(options: Iterable[Option]) -> Mapping[str, Option]:
    """Return options by all their spellings."""
    return {spelling: one for one in options for spelling in (*one.spellings, *one.negative)}


def is_configured_by_words(source_b: bytes) -> bool:
    """Tell whether a script takes NAME=VALUE as it stands, as Hydra and OmegaConf read it."""
    return b"hydra.main" in source_b or b"OmegaConf.from_cli" in source_b


def _found(tree: ast.AST) -> Iterator[Option]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        named = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = [
            one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        keywords = {one.arg: one.value for one in call.keywords if one.arg}
        if named == "add_argument" and words and words[0].startswith("-"):
            yield _of_argparse(words, keywords)
        elif named == "option" and any(word.startswith("-") for word in words):
            yield _of_click(words, keywords)


def _of_argparse(words: list[str], keywords: Mapping[str, ast.expr]) -> Option:
    long = next((word for word in words if word.startswith("--")), words[0])
    action = keywords.get("action")
    how = action.attr if isinstance(action, ast.Attribute) else getattr(action, "id", _literal(action))
    negative = tuple(f"--no-{word[2:]}" for word in words if word.startswith("--"))
    is_switch = how in _SWITCHES or how == "BooleanOptionalAction"
    nargs = _literal(keywords.get("nargs"))
    is_many = nargs in ("+", "*") or (isinstance(nargs, int) and nargs > 0)
    default = {"store_true": False, "store_false": True}.get(str(how), NOTHING)
    return Option(
        name=str(_literal(keywords.get("dest")) or _as_name(long)),
        spellings=tuple(words),
        takes=NONE if is_switch else MANY if is_many else ONE,
        negative=negative if how == "BooleanOptionalAction" else (),
        is_off=how == "store_false",
        repeats=how in ("append", "extend"),
        default=_default(keywords, default),
        type=_type(keywords),
        comment=_comment(keywords),
    )


def _of_click(words: list[str], keywords: Mapping[str, ast.expr]) -> Option:
    spelled = [word for word in words if word.startswith("-")]
    yes = tuple(word.partition("/")[0].strip() for word in spelled)
    no = tuple(word.partition("/")[2].strip() for word in spelled if "/" in word)
    long = max(yes, key=lambda word: len(word) - len(word.lstrip("-")))
    is_switch = (
        bool(no) or _literal(keywords.get("is_flag")) is True or _literal(keywords.get("count")) is True
    )
    return Option(
        name=next((word for word in words if not word.startswith("-")), _as_name(long)),
        spellings=yes,
        takes=NONE if is_switch else ONE,
        negative=tuple(filter(None, no)),
        repeats=_literal(keywords.get("multiple")) is True,
        default=_default(keywords, False if is_switch else NOTHING),
        type=_type(keywords),
        comment=_comment(keywords),
    )


def _type(keywords: Mapping[str, ast.expr]) -> str:
    return ast.unparse(keywords["type"]) if "type" in keywords else ""


def _comment(keywords: Mapping[str, ast.expr]) -> str:
    return " ".join(str(_literal(keywords.get("help")) or "").split())


def _as_name(spelling: str) -> str:
    return spelling.lstrip("-").replace("-", "_")


def _default(keywords: Mapping[str, ast.expr], otherwise: object) -> Any:
    """Return a default that is written out; a text that a type makes something else of is none."""
    if "default" not in keywords:
        return otherwise
    value = _literal(keywords["default"])
    if value is None or (isinstance(value, str) and getattr(keywords.get("type"), "id", "str") != "str"):
        return NOTHING
    return value if isinstance(value, (bool, int, float, str)) or _is_plain(value) else NOTHING


def _is_plain(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, (bool, int, float, str)) for one in value)


def _literal(node: ast.expr | None) -> Any:
    try:
        return None if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return None


def _are_sure(tree: ast.AST) -> bool:
    """Tell whether defaults hold as they are written: of one parser, with nothing conditional."""
    names = [_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    parsers = names.count("ArgumentParser") + names.count("command") + names.count("group")
    chosen = any(
        isinstance(inner, ast.Call) and getattr(inner.func, "attr", "") == "add_argument"
        for node in ast.walk(tree)
        if isinstance(node, _CHOOSING) and not _is_main(node)
        for inner in ast.walk(node)
    )
    return parsers == 1 and not chosen and not _ELSEWHERE.intersection(names)


def _called(call: ast.Call) -> str:
    return str(call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))


def _is_main(node: ast.AST) -> bool:
    """Tell whether it is what only a script that is run does."""
    return isinstance(node, ast.If) and "__main__" in ast.dump(node.test)
