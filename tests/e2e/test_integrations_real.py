"""The same callbacks, called by the libraries themselves where these are installed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_integrations import points, record_of, values

if TYPE_CHECKING:
    from tests.e2e.running import Project

pytestmark = pytest.mark.kernel


def test_lightning_has_the_points_that_its_own_logger_has(project: Project) -> None:
    pytest.importorskip("lightning", reason="Lightning is not installed")
    record = record_of(
        project,
        """
import lightning, torch
class Net(lightning.LightningModule):
    def __init__(self, width=1):
        super().__init__()
        self.save_hyperparameters()
        self.layer = torch.nn.Linear(2, width)
    def training_step(self, batch, index):
        loss = self.layer(batch[0]).mean()
        self.log("loss", loss, on_step=True, on_epoch=True)
        return loss
    def validation_step(self, batch, index):
        self.log("val_loss", self.layer(batch[0]).mean())
    def on_validation_epoch_end(self):
        self.log("val_epoch", float(self.current_epoch))
    def on_train_epoch_end(self):
        self.log("late", float(self.current_epoch))
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)
data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.rand(6, 2)), batch_size=1)
logger = lightning.pytorch.loggers.CSVLogger("own")
trainer = lightning.Trainer(
    max_epochs=2, callbacks=[integrations.lightning()], logger=logger, accelerator="cpu", log_every_n_steps=3
)
trainer.fit(Net(), data, data)
""",
    )
    found = {name: (count, step) for name, (_, count, step) in points(record).items()}
    of_epochs = dict.fromkeys(("loss", "loss_epoch", "val_loss", "val_epoch", "late"), (2, 12))
    assert found == of_epochs | {"loss_step": (4, 12)}
    assert values(record) == {"width": 1}


def test_transformers_logs_each_epoch(project: Project) -> None:
    pytest.importorskip("transformers", reason="transformers is not installed")
    pytest.importorskip("accelerate", reason="accelerate is not installed, which its Trainer needs")
    record = record_of(
        project,
        """
import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments
model = BertForSequenceClassification(
    BertConfig(vocab_size=9, hidden_size=4, num_hidden_layers=1, num_attention_heads=1, intermediate_size=4)
)
data = [{"input_ids": torch.arange(4), "labels": torch.tensor(i % 2)} for i in range(4)]
words = dict(num_train_epochs=2, per_device_train_batch_size=2, logging_steps=1, report_to=[], use_cpu=True)
callbacks = [integrations.transformers()]
Trainer(model, TrainingArguments("out", **words), train_dataset=data, callbacks=callbacks).train()
""",
    )
    found = points(record)
    assert found["loss"][1:] == (4, 4)
    assert found["epoch"][0] == 2
    held = values(record)
    assert (held["num_train_epochs"], held["per_device_train_batch_size"], held["use_cpu"]) == (2, 2, True)
    assert held["model.hidden_size"] == 4
    assert not held.keys() & {"hub_token", "bf16"}


def test_xgboost_logs_each_round(project: Project) -> None:
    pytest.importorskip("xgboost", reason="XGBoost is not installed")
    record = record_of(
        project,
        """
import numpy, xgboost
data = xgboost.DMatrix(numpy.eye(4), label=numpy.arange(4))
xgboost.train({}, data, 3, evals=[(data, "train")], callbacks=[integrations.xgboost()])
""",
    )
    assert points(record)["train.rmse"][1:] == (3, 2)


def test_keras_logs_each_epoch(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("keras", reason="Keras is not installed")
    record = record_of(
        project,
        """
import keras, numpy
model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(numpy.eye(2), numpy.ones(2), epochs=3, verbose=0, callbacks=[integrations.keras()])
""",
    )
    assert points(record)["loss"][1:] == (3, 2)
    held = values(record)
    assert (held["fit.epochs"], held["fit.steps"], held["optimizer.name"].lower()) == (3, 1, "sgd")


def test_a_trial_that_optuna_gives_up_is_finished_and_tagged(project: Project) -> None:
    pytest.importorskip("optuna", reason="Optuna is not installed")
    source = """
import nbtrack, optuna
def objective(trial):
    with nbtrack.start(trial.params | {"width": trial.suggest_int("width", 1, 9)}):
        for step in range(5):
            nbtrack.log(loss=1.0, step=step)
            trial.report(1.0, step)
            if trial.number and step == 2:
                raise optuna.TrialPruned
        return 1.0
study = optuna.create_study()
study.optimize(objective, n_trials=2)
print([trial.state.name for trial in study.trials])
"""
    (project.folder / "study.py").write_text(source)
    done = subprocess.run(
        [sys.executable, "study.py"], cwd=project.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['COMPLETE', 'PRUNED']\n"
    whole, pruned = sorted(project.store.runs(), key=lambda run: run.started)
    assert [(run.status, run.tags, run.metrics["loss"].count) for run in (whole, pruned)] == [
        ("finished", (), 5),
        ("finished", ("pruned",), 3),
    ]
    assert project.store.get(pruned.id).error is None
