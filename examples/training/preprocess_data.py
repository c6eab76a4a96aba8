# SPDX-License-Identifier: Apache-2.0
"""preprocess-data {runId, datasetVersion, seed}: a fifth for testing, every feature standardised."""

import csv
import io
import statistics

import pipeline as p


def preprocess_data(params):
    run = p.text(params, "runId")
    version = p.text(params, "datasetVersion")
    seed = p.whole(params, "seed", least=0)
    features, rows = read_complete_rows(version)
    classes = sorted({label for _, label in rows})
    order = p.ordered(len(rows), "split", seed)
    test, train = order[: len(rows) // 5], order[len(rows) // 5 :]
    scales = [scale([rows[i][0][f] for i in train]) for f in range(len(features))]

    def examples(indexes):
        return [[standardised(rows[i][0], scales), classes.index(rows[i][1])] for i in indexes]

    prepared = {
        "datasetVersion": version,
        "seed": seed,
        "features": features,
        "classes": classes,
        "scales": scales,
        "train": examples(train),
        "test": examples(test),
    }
    digest = p.write_atomically(p.prepared_path(run), p.to_bytes(prepared))
    return {
        "train": len(train),
        "test": len(test),
        "features": features,
        "classes": classes,
        "sha256": digest,
    }


def read_complete_rows(version):
    """Feature names, and (numbers, class) of every row that misses nothing."""
    path = p.workspace() / p.dataset_path(version)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise p.Failure("DATASET_MISSING", f"{version} is not fetched yet", retryable=True) from None
    table = csv.DictReader(io.StringIO(data.decode()))
    features = [name for name in table.fieldnames if name != p.CLASS_COLUMN]
    complete = [row for row in table if all(row.values())]
    return features, [([float(row[f]) for f in features], row[p.CLASS_COLUMN]) for row in complete]


def scale(values):
    return [statistics.fmean(values), statistics.pstdev(values)]


def standardised(values, scales):
    return [round((value - mean) / deviation, 6) for value, (mean, deviation) in zip(values, scales)]


if __name__ == "__main__":
    p.handle(preprocess_data)
