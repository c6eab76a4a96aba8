# SPDX-License-Identifier: Apache-2.0
"""choose-best {runId, trials}: the trial whose last epoch does best on data it never saw.

A trial is told by its name and its last epoch (`{"trial": "rate-0.1", "epoch": 4}`); how good it is,
is measured here, on the weights it left. Of equals the one with the lower loss is taken.
"""

import pipeline as p


def choose_best(params):
    run = p.text(params, "runId")
    trials = params.get("trials")
    if not isinstance(trials, list) or not trials or not all(isinstance(t, dict) for t in trials):
        raise p.Failure("PARAMS_INVALID", "trials is a list of objects, one at least")
    data = p.read_json(p.prepared_path(run), "DATA_NOT_PREPARED")
    measured = [measure(run, p.text(t, "trial"), p.whole(t, "epoch", least=1), data) for t in trials]
    best = min(measured, key=lambda trial: (-trial["accuracy"], trial["loss"]))
    return {**best, "accuracies": {trial["trial"]: trial["accuracy"] for trial in measured}}


def measure(run, trial, epoch, data):
    trained = p.read_json(p.epoch_path(run, epoch, trial), "PREVIOUS_EPOCH_MISSING")
    return {
        "trial": trial,
        "epoch": epoch,
        "learningRate": trained["learningRate"],
        "accuracy": p.accuracy(trained["weights"], data["test"]),
        "loss": p.mean_loss(trained["weights"], data["train"]),
    }


if __name__ == "__main__":
    p.handle(choose_best)
