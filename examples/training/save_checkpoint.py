# SPDX-License-Identifier: Apache-2.0
"""save-checkpoint {runId, epochNumber}: a model that can be used alone, and its digest beside it."""

import pipeline as p


def save_checkpoint(params):
    run = p.text(params, "runId")
    epoch = p.whole(params, "epochNumber", least=1)
    path = f"models/{run}/epoch-{epoch:02d}.json"
    digest = p.write_atomically(path, p.to_bytes(p.model(run, epoch)))
    p.write_atomically(f"{path}.sha256", f"{digest}  epoch-{epoch:02d}.json\n".encode())
    return {"path": path, "sha256": digest}


if __name__ == "__main__":
    p.handle(save_checkpoint)
