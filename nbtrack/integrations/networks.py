"""Keras and Hugging Face's Trainer: what they call, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.integrations.base_class import base_class
from nbtrack.record.log import log

if TYPE_CHECKING:
    from collections.abc import Mapping


def keras() -> Any:
    """Return a callback for `model.fit(callbacks=[...])`: metrics at the end of each epoch."""
    base: Any = base_class("Callback", "keras.callbacks", "tensorflow.keras.callbacks")

    class KerasCallback(base):  # type: ignore[misc]
        def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
            log(dict(logs or {}), step=epoch)

    return KerasCallback()


def transformers() -> Any:
    """Return a callback for `Trainer(callbacks=[...])`: what the Trainer logs itself."""
    base: Any = base_class("TrainerCallback", "transformers")

    class TransformersCallback(base):  # type: ignore[misc]
        def on_log(
            self, args: Any, state: Any, control: Any, logs: Mapping[str, Any] | None = None, **_: Any
        ) -> None:
            del args, control
            if getattr(state, "is_world_process_zero", True):
                log(_numbers(logs or {}), step=state.global_step)

    return TransformersCallback()


def _numbers(logs: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the Trainer logs that is no number."""
    return {name: value for name, value in logs.items() if isinstance(value, (int, float))}
