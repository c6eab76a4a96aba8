# SPDX-License-Identifier: Apache-2.0
"""train-epoch {runId, datasetVersion, epochNumber}: one pass over pictures that are made of their version's name.

Small pictures of three kinds, each its kind's pattern under noise. The network and the files are those of the
training example; an epoch goes on from the weights of the epoch before, so its bytes depend on its params alone.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "training"))

import pipeline as p  # noqa: E402

KINDS, PIXELS, PICTURES = 3, 16, 240
NOISE, RATE, BATCH = 1.2, 0.02, 16


def picture(version, number):
    kind = number % KINDS
    pattern = [p.draw(version, "pattern", kind, i) for i in range(PIXELS)]
    return [pattern[i] + NOISE * p.draw(version, number, i) for i in range(PIXELS)], kind


def train_epoch(params):
    run = p.text(params, "runId")
    version = p.text(params, "datasetVersion")
    epoch = p.whole(params, "epochNumber", least=1)
    pictures = [picture(version, number) for number in range(PICTURES)]
    learn, check = pictures[: PICTURES * 3 // 4], pictures[PICTURES * 3 // 4 :]

    if epoch == 1:
        weights = p.new_weights(PIXELS, KINDS, version)
    else:
        weights = p.read_json(p.epoch_path(run, epoch - 1), "PREVIOUS_EPOCH_MISSING")["weights"]
    order = p.ordered(len(learn), version, epoch)
    for start in range(0, len(order), BATCH):
        p.train_batch(weights, [learn[i] for i in order[start : start + BATCH]], RATE)

    measured = {"epoch": epoch, "accuracy": p.accuracy(weights, check), "loss": p.mean_loss(weights, learn)}
    path = p.epoch_path(run, epoch)
    digest = p.write_atomically(path, p.to_bytes({**measured, "weights": weights}))
    return {**measured, "weights": path, "sha256": digest}


if __name__ == "__main__":
    p.handle(train_epoch)
