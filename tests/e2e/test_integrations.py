"""Callbacks of training libraries: scikit-learn and LightGBM themselves, of the others what they call.

Keras, Lightning, transformers and XGBoost take hundreds of megabytes. Their callbacks are called here as the
documentation of each says that it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.e2e.running import Project

pytestmark = pytest.mark.kernel

BEGIN = "from types import SimpleNamespace as Object\nfrom nbtrack import integrations\n"


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


def values(record: dict[str, Any]) -> dict[str, Any]:
    return {name: one["value"] for name, one in record["parameters"].items()}


def test_scikit_learn_logs_what_was_searched(project: Project) -> None:
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


def test_lightgbm_logs_each_round(project: Project) -> None:
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
    assert values(record)["objective"] == "l2"


KERAS = """
callback = integrations.keras()
callback.on_epoch_end(0, {"loss": 0.5})
callback.on_epoch_end(1, {"loss": 0.25})
callback.on_epoch_end(2)
"""
# Two epochs of two batches each. Before the end of an epoch `loss` is that of the batch, and its mean then;
# a validation leaves what is of the epoch before; the module's own hook comes after the callback's.
LIGHTNING = """
callback = integrations.lightning()
trainer = Object(is_global_zero=True, sanity_checking=True, global_step=0, log_every_n_steps=1)
found = trainer.callback_metrics = {}
callback.on_validation_start(trainer, None)
found["val_loss"] = 9
callback.on_validation_end(trainer, None)
found.clear()
trainer.sanity_checking = False
for epoch in range(2):
    callback.on_train_epoch_start(trainer, None)
    for batch in range(2):
        trainer.global_step += 1
        found.update({"loss": 8, "loss_step": trainer.global_step / 8, "plain": trainer.global_step})
        callback.on_train_batch_end(trainer, None, None, None, batch)
    callback.on_validation_start(trainer, None)
    found.update(val_loss=9, val_own=epoch)
    callback.on_validation_end(trainer, None)
    found.update(loss=0.5 + epoch, loss_epoch=0.5 + epoch)
    callback.on_train_epoch_end(trainer, None)
    found["late"] = epoch
callback.on_train_end(trainer, None)
callback.on_test_start(trainer, None)
found["test_loss"] = 7
callback.on_test_end(trainer, None)
trainer.is_global_zero, found["other_rank"] = False, 1
callback.on_train_epoch_end(trainer, None)
"""
LIGHTNING_GAVE = {
    "loss": (1.5, 2, 4),
    "loss_epoch": (1.5, 2, 4),
    "loss_step": (0.5, 4, 4),
    "plain": (4, 4, 4),
    "val_loss": (9, 2, 4),
    "val_own": (1, 2, 4),
    "late": (1, 2, 4),
    "test_loss": (7, 1, 4),
}
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
        (LIGHTNING, LIGHTNING_GAVE),
        (TRANSFORMERS, {"loss": (0.5, 1, 10)}),
        (XGBOOST, {"eval.rmse": (2.0, 2, 1)}),
    ],
    ids=["keras", "lightning", "transformers", "xgboost"],
)
def test_what_libraries_call_becomes_points(project: Project, calls: str, expected: dict[str, Any]) -> None:
    assert points(record_of(project, calls)) == expected


KERAS_HOLDS = """
callback = integrations.keras()
callback.params = {"epochs": 3, "steps": None}
optimizer = Object(get_config=lambda: {"name": "adam", "learning_rate": 0.01, "clipnorm": None})
callback.__class__.model = Object(optimizer=optimizer)
callback.on_train_begin()
"""
LIGHTNING_HOLDS = """
callback = integrations.lightning()
data = Object(hparams={"batch": 8, "lr": 1.0})
model = Object(hparams={"lr": 0.1, "blocks": [1, 2], "net": object(), "nets": [object()]})
callback.on_fit_start(Object(datamodule=data), model)
callback.on_fit_start(Object(is_global_zero=False), Object(hparams={"lr": 9}))
"""
TRANSFORMERS_HOLDS = """
from dataclasses import asdict, dataclass
from enum import Enum
class When(Enum):
    never = "no"
@dataclass
class Arguments:
    seed: int = 42
    bf16: bool = False
    weight: float = 0.0
    eval_strategy: When = When.never
    hub_token: str = None
    def to_dict(self):
        return asdict(self) | {"eval_strategy": self.eval_strategy.value, "hub_token": "<HUB_TOKEN>"}
model = Object(config=Object(to_diff_dict=lambda: {"hidden_size": 32, "transformers_version": "5"}))
callback = integrations.transformers()
callback.on_train_begin(Arguments(bf16=True), Object(is_world_process_zero=True), None, model=model)
callback.on_train_begin(Arguments(seed=1), Object(is_world_process_zero=False), None, model=model)
"""


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (
            KERAS_HOLDS,
            {"fit.epochs": 3, "optimizer.name": "adam", "optimizer.learning_rate": 0.01},
        ),
        (LIGHTNING_HOLDS, {"batch": 8, "lr": 0.1, "blocks": [1, 2]}),
        (TRANSFORMERS_HOLDS, {"seed": 42, "bf16": True, "model.hidden_size": 32}),
    ],
    ids=["keras", "lightning", "transformers"],
)
def test_what_libraries_hold_becomes_parameters(
    project: Project, calls: str, expected: dict[str, Any]
) -> None:
    assert values(record_of(project, calls)) == expected


def test_a_library_that_holds_something_else_than_expected_ends_no_training(project: Project) -> None:
    source = "import nbtrack\nintegrations.keras().on_train_begin()\nnbtrack.log(loss=1)\n"
    (project.folder / "train.py").write_text(BEGIN + source)
    done = project.nbtrack("run", "train.py")
    assert done.returncode == 0
    assert "nbtrack.integrations.keras: parameters not recorded" in done.stdout + done.stderr


def test_outside_of_a_run_nothing_happens() -> None:
    from nbtrack import integrations

    integrations.keras().on_epoch_end(0, {"loss": 1.0})
    assert integrations.sklearn("no estimator") == "no estimator"
