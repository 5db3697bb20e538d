"""Callbacks of training libraries: scikit-learn and LightGBM themselves, of the others what they call.

Keras, Lightning, transformers and XGBoost take hundreds of megabytes. Their callbacks are called here as the
documentation of each says that it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.running import Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.kernel

BEGIN = "from types import SimpleNamespace as Object\nfrom nbtrack import integrations\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project")


def record_of(project: Project, source: str) -> dict[str, Any]:
    (project.folder / "train.py").write_text(BEGIN + source)
    record = project.json("run", "train.py")
    assert record["status"] == "finished", record.get("error")
    return dict(record)


def points(record: dict[str, Any]) -> dict[str, tuple[float, int, Any]]:
    return {
        name: (one["last"], one.get("count", 1), one.get("last_step"))
        for name, one in record["metrics"].items()
    }


def test_scikit_learn(project: Project) -> None:
    record = record_of(
        project,
        """
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier
X, y = load_iris(return_X_y=True)
search = GridSearchCV(LogisticRegression(max_iter=1000), {"C": [0.1, 1.0]}, cv=3).fit(X, y)
integrations.sklearn(search, X, y, name="accuracy")
network = integrations.sklearn(MLPClassifier((4,), max_iter=7, random_state=0).fit(X, y))
assert network.n_iter_ == 7
""",
    )
    found = points(record)
    assert found["mean_test_score"][1] == 2
    assert found["loss_curve"][1:] == (7, 6)
    assert 0.9 < found["accuracy"][0] <= 1
    assert found["best_score"][0] == max(found["best_score"][0], found["mean_test_score"][0])
    assert record["parameters"]["best.C"]["value"] in (0.1, 1.0)
    assert record["parameters"]["max_iter"]["value"] == 7


def test_lightgbm(project: Project) -> None:
    pytest.importorskip("lightgbm")
    record = record_of(
        project,
        """
import lightgbm, numpy
X = numpy.arange(200.0).reshape(-1, 1)
data = lightgbm.Dataset(X[:150], X[:150, 0])
valid = lightgbm.Dataset(X[150:], X[150:, 0], reference=data)
lightgbm.train({"objective": "l2", "verbosity": -1, "num_threads": 1}, data, 5, valid_sets=[valid],
               callbacks=[integrations.lightgbm()])
""",
    )
    assert points(record)["valid_0.l2"][1:] == (5, 4)


KERAS = """
callback = integrations.keras()
callback.on_epoch_end(0, {"loss": 0.5})
callback.on_epoch_end(1, {"loss": 0.25})
callback.on_epoch_end(2)
"""
LIGHTNING = """
callback = integrations.lightning()
trainer = Object(is_global_zero=True, sanity_checking=True, global_step=0, callback_metrics={"x": 1})
callback.on_validation_epoch_end(trainer, None)
trainer.sanity_checking, trainer.global_step = False, 8
trainer.callback_metrics = {"val_loss": 0.5}
callback.on_validation_epoch_end(trainer, None)
trainer.is_global_zero, trainer.callback_metrics = False, {"other_rank": 1}
callback.on_train_epoch_end(trainer, None)
"""
TRANSFORMERS = """
callback = integrations.transformers()
state = Object(is_world_process_zero=True, global_step=10)
callback.on_log(None, state, None, logs={"loss": 0.5, "stage": "train"}, model=None)
"""
XGBOOST = """
callback = integrations.xgboost()
assert callback.after_iteration(None, 0, {"eval": {"rmse": [3.0]}}) is False
callback.after_iteration(None, 1, {"eval": {"rmse": [3.0, (2.0, 0.1)]}})
"""


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (KERAS, {"loss": (0.25, 2, 1)}),
        (LIGHTNING, {"val_loss": (0.5, 1, 8)}),
        (TRANSFORMERS, {"loss": (0.5, 1, 10)}),
        (XGBOOST, {"eval.rmse": (2.0, 2, 1)}),
    ],
    ids=["keras", "lightning", "transformers", "xgboost"],
)
def test_what_libraries_call(project: Project, calls: str, expected: dict[str, Any]) -> None:
    assert points(record_of(project, calls)) == expected


def test_outside_of_a_run_nothing_happens() -> None:
    from nbtrack import integrations

    integrations.keras().on_epoch_end(0, {"loss": 1.0})
    assert integrations.sklearn("no estimator") == "no estimator"
