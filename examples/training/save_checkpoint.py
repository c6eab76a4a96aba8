# SPDX-License-Identifier: Apache-2.0
"""save-checkpoint {runId, epochNumber}: a model that can be used alone, and its digest beside it."""

import pipeline as p


def save_checkpoint(params):
    run = p.text(params, "runId")
    epoch = p.whole(params, "epochNumber", least=1)
    data = p.read_json(p.prepared_path(run), "DATA_NOT_PREPARED")
    trained = p.read_json(p.epoch_path(run, epoch), "PREVIOUS_EPOCH_MISSING")
    model = {name: data[name] for name in ("datasetVersion", "features", "classes", "scales")}
    model.update({name: trained[name] for name in ("epoch", "accuracy", "weights")})
    path = f"models/{run}/epoch-{epoch:02d}.json"
    digest = p.write_atomically(path, p.to_bytes(model))
    p.write_atomically(f"{path}.sha256", f"{digest}  epoch-{epoch:02d}.json\n".encode())
    return {"path": path, "sha256": digest}


if __name__ == "__main__":
    p.handle(save_checkpoint)
