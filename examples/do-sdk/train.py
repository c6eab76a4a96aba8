# SPDX-License-Identifier: Apache-2.0
"""The same run as train.ts, and the same actions: whichever program asks first has them done."""

import os
import sys

from actionbus import Do

do = Do(os.environ.get("DO_API_KEY"))
run = "resnet-v2-run-123"
dataset = "imagenet-subset-v1.2"
for epoch in range(1, 11):
    print(f"Starting Epoch {epoch}...")
    result, error = do.action.execute(
        "train-epoch", {"runId": run, "datasetVersion": dataset, "epochNumber": epoch}
    )
    if error:
        print(f"Epoch {epoch} failed: {error}", file=sys.stderr)
        break
    print(f"Epoch {epoch} Succeeded. Accuracy: {result['accuracy']}")
