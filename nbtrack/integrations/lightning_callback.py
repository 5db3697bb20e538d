"""PyTorch Lightning: what `self.log` gathered, each value once, when it is new.

`trainer.callback_metrics` keeps all of it, also what is of an epoch ago. So it is looked at where something
is added (by a batch, a validation, the end of an epoch), and what changed there is logged there from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.integrations.base_class import base_class
from nbtrack.integrations.hyperparameters import hyperparameters
from nbtrack.record.log import log

if TYPE_CHECKING:
    from collections.abc import Iterator

_OFTEN = 50  # Lightning's own default for log_every_n_steps
_BATCH, _EPOCH, _BETWEEN, _VALIDATION, _TEST = "batch", "epoch", "between epochs", "validation", "test"


def lightning() -> Any:
    """Return a callback for `Trainer(callbacks=[...])`: what `self.log` gathered, as it comes."""
    base: Any = base_class("Callback", "lightning.pytorch", "pytorch_lightning")

    class LightningCallback(base):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._gathered = _Gathered()

        def on_fit_start(self, trainer: Any, pl_module: Any) -> None:
            if getattr(trainer, "is_global_zero", True):
                holders = getattr(trainer, "datamodule", None), pl_module
                hyperparameters("lightning", lambda: _saved(*holders))

        def on_train_batch_end(self, trainer: Any, *_: Any) -> None:
            if trainer.global_step % (getattr(trainer, "log_every_n_steps", _OFTEN) or _OFTEN) == 0:
                self._gathered.log(trainer, _BATCH)

        def on_train_epoch_end(self, trainer: object, pl_module: object) -> None:
            del pl_module
            self._gathered.log(trainer, _EPOCH)

        def on_train_epoch_start(self, trainer: object, pl_module: object) -> None:
            del pl_module  # its own hook at the end of an epoch is called after ours
            self._gathered.log(trainer, _BETWEEN)

        def on_train_end(self, trainer: object, pl_module: object) -> None:
            del pl_module
            self._gathered.log(trainer, _BETWEEN)

        def on_validation_start(self, trainer: object, pl_module: object) -> None:
            del pl_module
            self._gathered.look(trainer)

        def on_validation_end(self, trainer: object, pl_module: object) -> None:
            del pl_module
            self._gathered.log(trainer, _VALIDATION)

        def on_test_start(self, trainer: object, pl_module: object) -> None:
            del pl_module
            self._gathered.look(trainer)

        def on_test_end(self, trainer: object, pl_module: object) -> None:
            del pl_module
            self._gathered.log(trainer, _TEST)

    return LightningCallback()


class _Gathered:
    """Knows which names change where, and what their values were when they were last looked at."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = {}
        self._seen: dict[str, Any] = {}
        self._step_of_batch = -1

    def look(self, trainer: Any) -> set[str]:
        """Return the names whose values are new."""
        found = {name: _number(value) for name, value in trainer.callback_metrics.items()}
        changed = {name for name, value in found.items() if self._seen.get(name) != value}
        self._seen = found
        return changed

    def log(self, trainer: Any, where: str) -> None:
        """Log what changes here, by the first process and not while the sanity check runs."""
        if not getattr(trainer, "is_global_zero", True):
            return
        names = self._names.setdefault(where, set())
        changed = self.look(trainer)
        names |= changed - set(self._means()) if where == _BATCH else changed
        if getattr(trainer, "sanity_checking", False):
            return
        step = trainer.global_step
        wanted = set(names)
        if where == _EPOCH:
            of_batches = self._names.get(_BATCH, set())
            wanted = wanted - of_batches if step == self._step_of_batch else wanted | of_batches
        elif where == _BATCH:
            self._step_of_batch = step
        values = {name: value for name, value in trainer.callback_metrics.items() if name in wanted}
        if values:
            log(values, step=step)

    def _means(self) -> Iterator[str]:
        """Yield the names that stand for the mean of an epoch in its end, and for a batch until then."""
        return (name for name in self._seen if f"{name}_step" in self._seen)


def _saved(*holders: object) -> dict[str, Any]:
    """Return what `save_hyperparameters` kept, the last one's over the others'."""
    return {name: value for one in holders for name, value in getattr(one, "hparams", {}).items()}


def _number(value: Any) -> Any:
    try:
        return float(value)
    except Exception:  # noqa: BLE001 - `log` says what is no number
        return value
