# SPDX-License-Identifier: Apache-2.0
"""train-epoch {runId, datasetVersion, epochNumber, learningRate?, trial?, dieOnFirstAttempt?}.

One pass over the data. Goes on from the weights of the epoch before and never from its own, so a
second attempt repeats the first one exactly. Two faults can be had: its first attempt dies halfway
if the params say so, and every attempt does while a file `epoch-04.fault` (for epoch 4) lies where
the epoch is to be written.
"""

import os
import signal

import pipeline as p

BATCH = 16
LEARNING_RATE = 0.08


def train_epoch(params):
    run = p.text(params, "runId")
    version = p.text(params, "datasetVersion")
    epoch = p.whole(params, "epochNumber", least=1)
    rate = p.positive(params, "learningRate", LEARNING_RATE)
    trial = p.text_if_any(params, "trial")
    path = p.epoch_path(run, epoch, trial)
    first = os.environ.get("ACTION_ATTEMPT") == "1"
    die = params.get("dieOnFirstAttempt") is True and first
    die = die or (p.workspace() / path).with_suffix(".fault").exists()
    data = p.read_json(p.prepared_path(run), "DATA_NOT_PREPARED")
    if data["datasetVersion"] != version:
        raise p.Failure("DATASET_MISMATCH", f"run {run} was prepared from {data['datasetVersion']}")

    weights = weights_before(run, trial, epoch, data)
    order = p.ordered(len(data["train"]), "epoch", data["seed"], epoch)
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for number, batch in enumerate(batches):
        if die and number == len(batches) // 2:
            os.kill(os.getpid(), signal.SIGKILL)
        p.train_batch(weights, [data["train"][i] for i in batch], rate)

    measured = {
        "epoch": epoch,
        "accuracy": p.accuracy(weights, data["test"]),
        "loss": p.mean_loss(weights, data["train"]),
    }
    stored = {**measured, "learningRate": rate, "weights": weights}
    digest = p.write_atomically(path, p.to_bytes(stored))
    return {**measured, "weights": path, "sha256": digest}


def weights_before(run, trial, epoch, data):
    if epoch == 1:
        return p.new_weights(len(data["features"]), len(data["classes"]), data["seed"])
    return p.read_json(p.epoch_path(run, epoch - 1, trial), "PREVIOUS_EPOCH_MISSING")["weights"]


if __name__ == "__main__":
    p.handle(train_epoch)
