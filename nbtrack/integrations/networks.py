"""Keras and Hugging Face's Trainer: what they call, and with what."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from nbtrack.integrations.base_class import base_class
from nbtrack.integrations.hyperparameters import hyperparameters
from nbtrack.record.log import log

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEADING = frozenset(
    (
        *("learning_rate", "num_train_epochs", "per_device_train_batch_size", "gradient_accumulation_steps"),
        *("lr_scheduler_type", "max_steps", "optim", "seed", "warmup_steps", "weight_decay"),
    )
)
_ASIDE = frozenset(("accelerator_config", "disable_tqdm", "hub_token", "push_to_hub_token", "report_to"))


def keras() -> Any:
    """Return a callback for `model.fit(callbacks=[...])`: metrics at the end of each epoch."""
    base: Any = base_class("Callback", "keras.callbacks", "tensorflow.keras.callbacks")

    class KerasCallback(base):  # type: ignore[misc]
        def on_train_begin(self, logs: object = None) -> None:
            del logs
            hyperparameters("keras", lambda: _of_fit(self.params, self.model.optimizer))

        def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
            log(dict(logs or {}), step=epoch)

    return KerasCallback()


def transformers() -> Any:
    """Return a callback for `Trainer(callbacks=[...])`: what the Trainer logs itself."""
    base: Any = base_class("TrainerCallback", "transformers")

    class TransformersCallback(base):  # type: ignore[misc]
        def on_train_begin(self, args: Any, state: Any, control: Any, model: Any = None, **_: Any) -> None:
            del control
            if getattr(state, "is_world_process_zero", True):
                hyperparameters("transformers", lambda: _arguments(args) | _architecture(model))

        def on_log(
            self, args: Any, state: Any, control: Any, logs: Mapping[str, Any] | None = None, **_: Any
        ) -> None:
            del args, control
            if getattr(state, "is_world_process_zero", True):
                log(_numbers(logs or {}), step=state.global_step)

    return TransformersCallback()


def _of_fit(fit: Mapping[str, Any], optimizer: Any) -> dict[str, Any]:
    found = {"fit.epochs": fit.get("epochs"), "fit.steps": fit.get("steps")}
    found |= {f"optimizer.{name}": value for name, value in optimizer.get_config().items()}
    return {name: value for name, value in found.items() if value is not None}


def _arguments(args: Any) -> dict[str, Any]:
    """Return the arguments that tell most, and those that are no defaults: all are more than a hundred."""
    usual = {field.name: getattr(field.default, "value", field.default) for field in fields(args)}
    return {
        name: value
        for name, value in args.to_dict().items()
        if name in _LEADING or (name in usual and name not in _ASIDE and value not in (usual[name], [], {}))
    }


def _architecture(model: Any) -> dict[str, Any]:
    """Return what makes a model another than the usual one of its kind."""
    found = model.config.to_diff_dict() if hasattr(model, "config") else {}
    return {f"model.{name}": value for name, value in found.items() if name != "transformers_version"}


def _numbers(logs: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the Trainer logs that is no number."""
    return {name: value for name, value in logs.items() if isinstance(value, (int, float))}
