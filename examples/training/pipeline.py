# SPDX-License-Identifier: Apache-2.0
"""What the handlers of the training example share: the contract with the bus, files, a small network.

A handler is a function from params (a dict) to a result (a dict). Everything it writes goes to the
workspace through `write_atomically`, and its bytes depend on its params alone: an attempt that is
killed leaves nothing half written, and the next attempt writes the very same file.
"""

import hashlib
import json
import math
import os
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLASS_COLUMN = "species"
DATASETS = {
    "penguins-v1": "d51d24bf75bd40209ab6d95e1f60258ef2d983af96ae77a0a7f23c515c228cf1",
}

FAILED = 1
PLEASE_RETRY = 75  # EX_TEMPFAIL of sysexits.h


class Failure(Exception):
    """The action can not be done: a code for machines, a line for people, and whether to try again."""

    def __init__(self, code, message, retryable=False):
        super().__init__(message)
        self.code = code
        self.retryable = retryable


def handle(handler):
    """Params from stdin, result or error to stdout, exit 0, 1 or 75."""
    try:
        result = handler(read_params())
    except Failure as failure:
        error = {"code": failure.code, "message": str(failure), "retryable": failure.retryable}
        print(json.dumps({"error": error}))
        sys.exit(PLEASE_RETRY if failure.retryable else FAILED)
    print(json.dumps(result))


# ---- params


def read_params():
    try:
        params = json.load(sys.stdin)
    except ValueError:
        raise Failure("PARAMS_INVALID", "params are not JSON") from None
    if not isinstance(params, dict):
        raise Failure("PARAMS_INVALID", "params are a JSON object")
    return params


def text(params, name):
    """A param that is safe as a file name."""
    value = params.get(name)
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value):
        raise Failure("PARAMS_INVALID", f"{name} is 1 to 64 letters, digits, dots, dashes or underscores")
    return value


def text_if_any(params, name):
    return text(params, name) if name in params else None


def whole(params, name, least):
    value = params.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise Failure("PARAMS_INVALID", f"{name} is a whole number, {least} or more")
    return value


def positive(params, name, default):
    value = params.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 10:
        raise Failure("PARAMS_INVALID", f"{name} is a number above 0, 10 at most")
    return float(value)


# ---- files


def workspace():
    return Path(os.environ["ACTION_WORKSPACE"])


def dataset_digest(version):
    if version not in DATASETS:
        raise Failure("DATASET_UNKNOWN", f"no data set {version}; there are: {', '.join(DATASETS)}")
    return DATASETS[version]


def dataset_path(version):
    return f"datasets/sha256-{dataset_digest(version)}.csv"


def prepared_path(run):
    return f"runs/{run}/prepared.json"


def epoch_path(run, epoch, trial=None):
    """Trials are ways to train on the same data; each has epochs of its own."""
    directory = f"{run}/trials/{trial}" if trial else run
    return f"runs/{directory}/epoch-{epoch:02d}.json"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def to_bytes(value):
    return (json.dumps(value, sort_keys=True, indent=1) + "\n").encode()


def read_json(path, code):
    try:
        return json.loads((workspace() / path).read_bytes())
    except FileNotFoundError:
        raise Failure(code, f"{path} is not there yet", retryable=True) from None


def write_atomically(path, data, mode=0o644):
    """Readers see the old file or the whole new one, also after a crash; returns the digest."""
    target = workspace() / path
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
    return sha256(data)


def model(run, epoch, trial=None):
    """Everything that a prediction needs, in one file."""
    data = read_json(prepared_path(run), "DATA_NOT_PREPARED")
    trained = read_json(epoch_path(run, epoch, trial), "PREVIOUS_EPOCH_MISSING")
    return {
        **{name: data[name] for name in ("datasetVersion", "features", "classes", "scales")},
        **{name: trained[name] for name in ("epoch", "accuracy", "weights")},
    }


# ---- order without a random generator: the same on every machine and Python version


def ordered(count, *salt):
    """0 .. count-1 in an order that only the salt decides."""
    prefix = ":".join(map(str, salt))
    return sorted(range(count), key=lambda i: hashlib.sha256(f"{prefix}:{i}".encode()).digest())


def draw(*salt):
    """A number in [-1, 1) that only the salt decides."""
    digest = hashlib.sha256(":".join(map(str, salt)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**47 - 1


# ---- the network: inputs, one tanh layer, softmax; weights as lists, the last of each row the bias

HIDDEN = 8


def new_weights(inputs, classes, seed):
    def layer(name, rows, columns):
        scale = math.sqrt(1 / columns)
        return [[draw(seed, name, r, c) * scale for c in range(columns + 1)] for r in range(rows)]

    return {"hidden": layer("hidden", HIDDEN, inputs), "output": layer("output", classes, HIDDEN)}


def dot(row, values):
    return sum(w * v for w, v in zip(row, values)) + row[-1]


def forward(weights, x):
    """The hidden values and the probability of each class."""
    hidden = [math.tanh(dot(row, x)) for row in weights["hidden"]]
    scores = [dot(row, hidden) for row in weights["output"]]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return hidden, [power / total for power in powers]


def train_batch(weights, batch, rate):
    """One step of stochastic gradient descent on cross-entropy, in place."""
    output, first = weights["output"], weights["hidden"]
    to_output = [[0.0] * len(row) for row in output]
    to_first = [[0.0] * len(row) for row in first]
    for x, label in batch:
        hidden, probabilities = forward(weights, x)
        wrong = [p - (c == label) for c, p in enumerate(probabilities)]
        back = [
            (1 - h * h) * sum(wrong[c] * output[c][j] for c in range(len(wrong)))
            for j, h in enumerate(hidden)
        ]
        add_outer(to_output, wrong, hidden)
        add_outer(to_first, back, x)
    descend(output, to_output, rate / len(batch))
    descend(first, to_first, rate / len(batch))


def add_outer(gradient, errors, values):
    for row, error in zip(gradient, errors):
        for i, value in enumerate(values):
            row[i] += error * value
        row[-1] += error


def descend(layer, gradient, rate):
    for row, slope in zip(layer, gradient):
        for i, g in enumerate(slope):
            row[i] -= rate * g


def predict(weights, x):
    _, probabilities = forward(weights, x)
    return max(range(len(probabilities)), key=probabilities.__getitem__)


def accuracy(weights, examples):
    return round(sum(predict(weights, x) == label for x, label in examples) / len(examples), 4)


def mean_loss(weights, examples):
    losses = [-math.log(max(forward(weights, x)[1][label], 1e-12)) for x, label in examples]
    return round(sum(losses) / len(losses), 6)
