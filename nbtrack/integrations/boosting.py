"""XGBoost and LightGBM: the evaluation of each round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.integrations.base_class import base_class
from nbtrack.integrations.hyperparameters import hyperparameters
from nbtrack.record.log import log

if TYPE_CHECKING:
    from collections.abc import Callable


def xgboost() -> Any:
    """Return a callback for `xgboost.train(callbacks=[...])` and the estimators' `callbacks`."""
    base: Any = base_class("TrainingCallback", "xgboost.callback")

    class XgboostCallback(base):  # type: ignore[misc]
        def after_iteration(
            self, model: object, epoch: int, evals_log: dict[str, dict[str, list[Any]]]
        ) -> bool:
            del model
            log(_newest(evals_log), step=epoch)
            return False  # the training goes on

    return XgboostCallback()


def lightgbm() -> Callable[[Any], None]:
    """Return a callback for `lightgbm.train(callbacks=[...])` and the estimators' `fit`."""

    def callback(env: Any) -> None:
        if env.iteration == env.begin_iteration:
            hyperparameters("lightgbm", lambda: env.params)
        # (data, metric, value, whether more is better), and of `cv` the deviation behind that
        found = {f"{entry[0]}.{entry[1]}": entry[2] for entry in env.evaluation_result_list or ()}
        log(found, step=env.iteration)

    callback.order = 20  # type: ignore[attr-defined]  # as lightgbm's own that look on
    return callback


def _newest(evals_log: dict[str, dict[str, list[Any]]]) -> dict[str, Any]:
    return {
        f"{data}.{metric}": _mean(values[-1])
        for data, metrics in evals_log.items()
        for metric, values in metrics.items()
        if values
    }


def _mean(value: object) -> Any:
    """Return the value, of `cv`'s pairs of mean and deviation the mean."""
    return value[0] if isinstance(value, tuple) else value
