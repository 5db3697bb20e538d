"""scikit-learn's estimators, and whatever is built like them: they have no callbacks, so they are asked."""

from __future__ import annotations

from typing import Any

from nbtrack.integrations.hyperparameters import is_plain
from nbtrack.record.current import parameters
from nbtrack.record.log import log, warn

_CURVES = ("loss_curve_", "train_score_", "validation_scores_")  # of MLP, gradient boosting, early stopping


def sklearn(estimator: object, X: object = None, y: object = None, *, name: str = "score") -> Any:  # noqa: N803
    """Record a fitted estimator's parameters, its scores and learning curves, and return it.

    With `X` (and `y`) its score on them is the metric `name`. Of a search the best score and parameters are
    recorded, and the mean score of each candidate as a series.
    """
    try:
        _record(estimator, X, y, name)
    except Exception as error:  # noqa: BLE001 - the estimator's own code, and no reason to end a training
        warn(f"nbtrack.integrations.sklearn: not recorded: {error}")
    return estimator


def _record(estimator: Any, features: Any, labels: Any, name: str) -> None:
    found = {"estimator": type(estimator).__name__}
    if hasattr(estimator, "get_params"):
        found |= {key: value for key, value in estimator.get_params().items() if is_plain(value)}
    parameters(found)
    if features is not None:
        log({name: estimator.score(features, labels) if labels is not None else estimator.score(features)})
    for curve in _CURVES:
        for step, value in enumerate(_series(getattr(_last_step(estimator), curve, None))):
            log({curve.rstrip("_"): value}, step=step)
    if hasattr(estimator, "cv_results_") and hasattr(estimator, "best_score_"):
        _record_search(estimator)


def _record_search(search: Any) -> None:
    for step, value in enumerate(_series(search.cv_results_.get("mean_test_score"))):
        log({"mean_test_score": value}, step=step)
    log({"best_score": search.best_score_})
    parameters({f"best.{key}": value for key, value in search.best_params_.items()})


def _last_step(estimator: object) -> Any:
    """Return what a pipeline ends with, which is what learns; another estimator is that itself."""
    steps = getattr(estimator, "steps", None)
    return steps[-1][1] if isinstance(steps, list) and steps else estimator


def _series(values: Any) -> list[Any]:
    return [] if values is None else list(values)
