"""What the notebooks of one folder have in common when it comes to remembering them."""

from __future__ import annotations

import os

from nbtrack.rules.cache.signature import digest_of, signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.check.setup import Setup, Setups
    from nbtrack.rules.rule import Rule


class Folder:
    """A folder's setup, and the signatures under which results of its notebooks are kept."""

    __slots__ = ("_name", "_place_b", "_signatures", "_told", "rules", "setup")

    def __init__(self, name: str, setup: Setup, rules: dict[str, Rule], told: tuple[object, ...]) -> None:
        self.setup = setup
        self.rules = rules
        self._name = name
        self._told = told
        self._place_b = os.fsencode(os.path.join(os.path.abspath(name), ""))
        self._signatures: dict[tuple[str, ...], bytes | None] = {}

    def stamp_key(self, path: str) -> bytes:
        """Return the key under which the stat of one of its notebooks is kept."""
        return b"stat" + digest_of(self._place_b + os.fsencode(os.path.basename(path)))

    def signature(self, path: str) -> bytes | None:
        """Return the signature for one of its notebooks, None where nobody knows what decides."""
        ignored = self.setup.ignored_for(path)
        if ignored not in self._signatures:
            self._signatures[ignored] = signature(self.setup.rules_for(path), self._name, *self._told)
        return self._signatures[ignored]


class Folders:
    """The folders of the notebooks that are checked; `told` decides as well what is found in them."""

    __slots__ = ("_by_name", "_setups", "_shared", "_told")

    def __init__(self, setups: Setups, *told: object) -> None:
        self._setups = setups
        self._told = told
        self._by_name: dict[str, Folder] = {}
        self._shared: dict[Setup, tuple[dict[str, Rule], bytes]] = {}  # many folders have the same setup

    def of(self, path: str) -> Folder:
        """Return the folder of a notebook; raises SettingsError or UsageError."""
        name = os.path.dirname(path)
        found = self._by_name.get(name)
        if found is None:
            setup = self._setups.of(path)
            if setup not in self._shared:
                settings = digest_of(setup.told().encode("utf-8", "surrogatepass"))
                self._shared[setup] = setup.by_code(), settings
            rules, settings = self._shared[setup]
            found = self._by_name[name] = Folder(name, setup, rules, (settings, *self._told))
        return found
