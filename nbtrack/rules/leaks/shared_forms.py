"""Secrets in forms that many issuers share, and values that only their name tells."""

from __future__ import annotations

from nbtrack.rules.leaks.kinds import BEFORE, BEHIND, BLANKS, QUOTE, Kind, in_any_case
from nbtrack.rules.leaks.placeholders import is_key, is_password, is_url_password

_VALUE = r"""([^\s"'<>{}$\\&;]{6,200})"""
_LOGIN = r"(?:passw(?:or)?d|passphrase|pwd|(?:admin|db|mail|mongo|mysql|pg|redis|smtp|sql|ssh|user)_?pass)"
_OWNERS = (
    r"(?:access|account|api|app|auth|azure|aws|client|cohere|consumer|encryption|gemini|google|hf|maps|master|"
    r"mistral|news|openai|private|quandl|rapidapi|secret|service|signing|storage|subscription|weather)"
)
_KEY = rf"(?:{_OWNERS}[_-]?(?:key|token|secret)|secret|token)"
_GIVEN = rf"{QUOTE}?{BLANKS}\]?{BLANKS}(?:=|:){BLANKS}[rbu]?{QUOTE}"
_SHELL = r"(?:%(?:set_)?env|export|set|--env|-e)\s|--[A-Za-z]"
# In a text that says how to connect: `host=db user=me password=…`, `Server=db;Uid=me;Pwd=…`.
_CONNECTION_END = r"[\s;\"'](?i:password|pwd)\s?="
_IN_A_CONNECTION = (
    r"(?i:\b(?:database|dbname|host|server|uid|user|user ?id|username)\s?=\s?[^\s;,\"'()=]{1,80}[;\s]"
    r"(?:[^\"'\n,()]{0,200}[;\s])?(?:password|pwd)\s?=\s?)([^\s\"'<>{}$\\&;,]{6,200})"
)
_KEY_ENDS = ("key", "token", "secret")
_LOGIN_ENDS = ("password", "passwd", "passphrase", "pwd", "pass")
_KEY_WORDS = ("key", "secret", "token", "KEY", "SECRET", "TOKEN", "Key", "Secret", "Token")
_LOGIN_WORDS = tuple(
    form
    for word in ("passw", "passphrase", "pwd", "pass")
    for form in (word, word.upper(), word.capitalize())
)


def _named(name: str) -> str:
    return rf"(?i:(?<![a-z]){name}(?![a-z]))"


def _in_quotes(name: str) -> str:
    return rf"{_named(name)}{_GIVEN}{_VALUE}{QUOTE}"


def _end_of(*words: str) -> str:
    """Build the pattern of one of some words at the end of a name that is given a value in quotes."""
    return rf"(?:{'|'.join(map(in_any_case, words))}){_GIVEN}"


def _in_a_shell(name: str) -> str:
    """Build the pattern of `%env NAME=value`, `!export NAME=value` and `--name value`."""
    variable = rf"(?:%(?:set_)?env|\bexport|\bset|--env|-e)\s+[A-Za-z0-9_]{{0,40}}{_named(name)}"
    option = rf"--(?:[a-z]{{1,20}}-){{0,3}}{_named(name)}"
    return rf"(?:{variable}|{option}){BLANKS}[= ]{BLANKS}{QUOTE}?{_VALUE}"


SHARED = (
    Kind("private key", ("PRIVATE KEY",),
         r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s)*([A-Za-z0-9+/=\s\\]{120,})"),
    Kind("JSON web token", ("eyJ",),
         rf"{BEFORE}(eyJ[A-Za-z0-9_-]{{15,}}\.eyJ[A-Za-z0-9_-]{{15,}}\.[A-Za-z0-9_-]{{20,}}){BEHIND}",
         mark="eyJ"),
    Kind("password in a URL", ("://",),
         r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{2,20}://[^\s/:@\"'<>{}$]{0,64}:"
         r"([^\s/:@\"'<>{}$()\[\],]{3,64})@(?:[A-Za-z0-9.-]{2,}|\[[0-9a-f:]+\])",
         is_secret=is_url_password),
    Kind("key in a URL", ("?", "&"),
         r"[?&](?:api_?key|access_?token|appid|auth_?token|client_secret|subscription-key|token)="
         rf"([A-Za-z0-9_-]{{16,200}}){BEHIND}", is_secret=is_key),
    Kind("bearer token", ("earer ",), r"[Bb]earer ([A-Za-z0-9_.~+/-]{24,}=*)", is_secret=is_key),
    Kind("password in a header", ("Basic ", "basic "),
         r"(?i:authorization)\W{1,12}[Bb]asic ([A-Za-z0-9+/]{16,}={0,2})"),
    Kind("token in a header", ("oken ",), r"(?i:authorization)\W{1,12}[Tt]oken ([A-Za-z0-9_-]{20,200})",
         is_secret=is_key),
    Kind("password", _LOGIN_WORDS, _in_quotes(_LOGIN), is_secret=is_password,
         near=_end_of(*_LOGIN_ENDS)),
    Kind("password", _LOGIN_WORDS, _IN_A_CONNECTION, is_secret=is_password, near=_CONNECTION_END),
    Kind("password", _LOGIN_WORDS, _in_a_shell(_LOGIN), is_secret=is_password, near=_SHELL),
    Kind("secret", _KEY_WORDS, _in_quotes(_KEY), is_secret=is_key, near=_end_of(*_KEY_ENDS)),
    Kind("secret", _KEY_WORDS, _in_a_shell(_KEY), is_secret=is_key, near=_SHELL),
)  # fmt: skip
