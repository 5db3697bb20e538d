"""Clean notebooks for git: each by the settings of its folder, as `nbtrack strip` does."""

from __future__ import annotations

import os

from nbtrack.notebook.bulk import lean_bulk_reader, spare_collector
from nbtrack.notebook.patterns import excluded
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.strip.policy import policy_from
from nbtrack.notebook.strip.stripped import stripped
from nbtrack.settings import read_settings, settings_places, settings_state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Reader

_MANY_B = 1 << 20  # after so much the faster reader pays for its import, if as much again is to come


class Cleaned:
    """What git gets of a notebook, whether outputs were taken out for that, and the rules that said so."""

    __slots__ = ("lost_outputs", "raw", "rules")

    def __init__(self, raw: bytes, rules: FolderRules, *, lost_outputs: bool = False) -> None:
        self.raw = raw
        self.rules = rules
        self.lost_outputs = lost_outputs


class FolderRules:
    """What the settings say about the notebooks of a folder, as long as the files that say so stay."""

    __slots__ = ("_places", "_state", "exclude", "keeps_outputs", "policy")

    def __init__(self, folder: str) -> None:
        self._places = settings_places(folder)
        self._state = settings_state(self._places)
        settings = read_settings(folder)
        self.policy = policy_from(settings)
        self.exclude: tuple[str, ...] = settings.value("exclude")
        self.keeps_outputs: bool = settings.value("git.keep-outputs")

    @property
    def hold(self) -> bool:
        """Tell whether the files are what they were."""
        return settings_state(self._places) == self._state


class Cleaner:
    """Clean many notebooks; paths count from the top of the work tree, in which git starts its filters."""

    __slots__ = ("_by_folder", "_reader", "_seen_b")

    def __init__(self) -> None:
        self._by_folder: dict[str, FolderRules] = {}
        self._reader: Reader = parse_bytes
        self._seen_b = 0

    def clean(self, path: str, raw: bytes) -> Cleaned:
        """Return a notebook as it goes into git; raises NbtrackError where it cannot be read or edited.

        An empty file stays one: `touch` makes them, and nothing can be in it.
        """
        rules = self.rules(path)
        if not raw or (rules.exclude and excluded(path, rules.exclude)):
            return Cleaned(raw, rules)
        result = stripped(raw, path, rules.policy, self._reader_for(raw))
        return Cleaned(result.new, rules, lost_outputs=result.lost_outputs)

    def rules(self, path: str) -> FolderRules:
        """Return what holds in a notebook's folder; raises SettingsError.

        They are read again when their files change: a rebase may check out others while the filter runs.
        """
        folder = os.path.dirname(path)
        known = self._by_folder.get(folder)
        if known is None or not known.hold:
            known = self._by_folder[folder] = FolderRules(folder)
        return known

    def _reader_for(self, raw: bytes) -> Reader:
        # Nobody can say how many are still to come.
        before, self._seen_b = self._seen_b, self._seen_b + len(raw)
        if before < _MANY_B <= self._seen_b:
            spare_collector()
            self._reader = lean_bulk_reader()
        return self._reader
