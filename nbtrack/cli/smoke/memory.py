"""What is remembered of notebooks that passed, and kept of those that were tried."""

from __future__ import annotations

from nbtrack.smoke.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.errors import NbtrackError
    from nbtrack.smoke.last_tried import LastTries
    from nbtrack.smoke.remembered import Remembered
    from nbtrack.smoke.trial import Trial


class Memory:
    """What is remembered in the stores of all notebooks, each opened when it is needed first."""

    def __init__(self) -> None:
        self._stores: dict[str, tuple[Remembered, LastTries]] = {}
        self._trials: dict[int, Trial] = {}

    def verdict(self, number: int, trial: Trial) -> Verdict | None:
        """Return what is remembered of a notebook."""
        if not trial.key:
            return None
        self._trials[number] = trial
        return self._of(trial)[0].verdict(trial)

    def kept(self, number: int, outcome: Verdict | NbtrackError) -> Verdict | NbtrackError:
        """Remember a verdict that is new; return it with the reason where it cannot be."""
        trial = self._trials.pop(number, None)
        if trial is None or not isinstance(outcome, Verdict):
            return outcome
        passed, last = self._of(trial)
        last.note(trial.notebook, outcome)
        return outcome if outcome.remembered else outcome._replace(not_kept=passed.keep(trial, outcome))

    def save(self) -> None:
        """Write what is new."""
        for passed, last in self._stores.values():
            passed.save()
            last.save()

    def _of(self, trial: Trial) -> tuple[Remembered, LastTries]:
        from nbtrack.smoke.last_tried import LastTries
        from nbtrack.smoke.remembered import Remembered, store_of

        store = store_of(trial)
        if store not in self._stores:
            self._stores[store] = Remembered(store), LastTries(store)
        return self._stores[store]
