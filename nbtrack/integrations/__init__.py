"""Callbacks that log what training libraries measure: `nbtrack.integrations.keras()` and its like.

A library is imported only when its callback is asked for. Outside of a run they do nothing, as `nbtrack.log`.
"""

from __future__ import annotations

from nbtrack.integrations.boosting import lightgbm, xgboost
from nbtrack.integrations.estimator import sklearn
from nbtrack.integrations.lightning_callback import lightning
from nbtrack.integrations.networks import keras, transformers

__all__ = ["keras", "lightgbm", "lightning", "sklearn", "transformers", "xgboost"]
