# SPDX-License-Identifier: Apache-2.0
"""evaluate {runId}: the last epoch on data it never saw; rows of the matrix are the true classes."""

import pipeline as p


def evaluate(params):
    run = p.text(params, "runId")
    data = p.read_json(p.prepared_path(run), "DATA_NOT_PREPARED")
    epochs = [int(file.stem[6:]) for file in (p.workspace() / "runs" / run).glob("epoch-*.json")]
    last = max(epochs, default=1)
    weights = p.read_json(p.epoch_path(run, last), "PREVIOUS_EPOCH_MISSING")["weights"]
    matrix = [[0] * len(data["classes"]) for _ in data["classes"]]
    for x, label in data["test"]:
        matrix[label][p.predict(weights, x)] += 1
    return {
        "epoch": last,
        "accuracy": p.accuracy(weights, data["test"]),
        "classes": data["classes"],
        "confusion": matrix,
    }


if __name__ == "__main__":
    p.handle(evaluate)
