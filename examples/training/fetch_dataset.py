# SPDX-License-Identifier: Apache-2.0
"""fetch-dataset {datasetVersion}: the data set, under its digest and read-only, in the workspace."""

import pipeline as p


def fetch_dataset(params):
    version = p.text(params, "datasetVersion")
    expected = p.dataset_digest(version)
    data = (p.HERE / "data" / f"{version}.csv").read_bytes()
    if p.sha256(data) != expected:
        raise p.Failure("DATASET_CORRUPT", f"{version} does not have the digest it was released with")
    path = p.dataset_path(version)
    p.write_atomically(path, data, mode=0o444)
    return {"path": path, "rows": len(data.splitlines()) - 1, "sha256": expected}


if __name__ == "__main__":
    p.handle(fetch_dataset)
