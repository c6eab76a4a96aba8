# SPDX-License-Identifier: Apache-2.0
"""Runs the scripts as the bus does: as processes, with params on stdin, in a workspace."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import pipeline

HERE = Path(__file__).resolve().parent
DATASET = "penguins-v1"


class Workspace:
    def __init__(self, path):
        self.path = Path(path)

    def run(self, script, attempt=1, **params):
        """Exit code and what the script printed, as JSON if it printed anything."""
        environment = {
            **os.environ,
            "ACTION_ID": "00000000-0000-8000-8000-000000000000",
            "ACTION_ATTEMPT": str(attempt),
            "ACTION_WORKSPACE": str(self.path),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [sys.executable, script],
            cwd=HERE, env=environment, input=json.dumps(params), capture_output=True, text=True,
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    def succeed(self, script, **params):
        code, result = self.run(script, **params)
        if code != 0:
            raise AssertionError(f"{script} ended with {code}: {result}")
        return result

    def prepare(self, run="r1"):
        self.succeed("fetch_dataset.py", datasetVersion=DATASET)
        return self.succeed("preprocess_data.py", runId=run, datasetVersion=DATASET, seed=42)

    def epoch(self, number, attempt=1, **more):
        return self.run(
            "train_epoch.py", attempt,
            runId="r1", datasetVersion=DATASET, epochNumber=number, **more,
        )

    def trial(self, rate, epochs=2):
        """What workflows/train-one-rate.yaml does; returns the results of its epochs."""
        results = []
        for number in range(1, epochs + 1):
            code, result = self.epoch(number, trial=f"rate-{rate}", learningRate=rate)
            if code != 0:
                raise AssertionError(f"epoch {number} ended with {code}: {result}")
            results.append(result)
        return results

    def bytes(self, path):
        return (self.path / path).read_bytes()

    def digest(self, path):
        return hashlib.sha256(self.bytes(path)).hexdigest()


class PipelineTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.space = Workspace(directory.name)

    def test_dataset_is_stored_under_its_digest_and_read_only(self):
        result = self.space.succeed("fetch_dataset.py", datasetVersion=DATASET)
        self.assertEqual(344, result["rows"])
        self.assertIn(result["sha256"], result["path"])
        self.assertEqual(result["sha256"], self.space.digest(result["path"]))
        self.assertEqual(0o444, (self.space.path / result["path"]).stat().st_mode & 0o777)
        self.assertEqual(result, self.space.succeed("fetch_dataset.py", datasetVersion=DATASET))

    def test_preprocessing_splits_the_same_way_every_time(self):
        first = self.space.prepare()
        self.assertEqual((274, 68), (first["train"], first["test"]))
        self.assertEqual(["Adelie", "Chinstrap", "Gentoo"], first["classes"])
        self.assertEqual(4, len(first["features"]))
        self.assertEqual(first, self.space.prepare())
        other = self.space.succeed(
            "preprocess_data.py", runId="r1", datasetVersion=DATASET, seed=43
        )
        self.assertNotEqual(first["sha256"], other["sha256"])

    def test_ten_epochs_learn(self):
        self.space.prepare()
        results = []
        for number in range(1, 11):
            code, result = self.space.epoch(number)
            self.assertEqual(0, code, result)
            self.assertEqual(result["sha256"], self.space.digest(result["weights"]))
            results.append(result)
        accuracies = [result["accuracy"] for result in results]
        self.assertTrue(0.6 <= accuracies[0] <= 0.75, accuracies)
        self.assertGreaterEqual(accuracies[-1], 0.93)
        losses = [result["loss"] for result in results]
        self.assertEqual(sorted(losses, reverse=True), losses)

        evaluation = self.space.succeed("evaluate.py", runId="r1")
        self.assertEqual((10, accuracies[-1]), (evaluation["epoch"], evaluation["accuracy"]))
        self.assertEqual(68, sum(map(sum, evaluation["confusion"])))
        right = sum(row[i] for i, row in enumerate(evaluation["confusion"]))
        self.assertAlmostEqual(evaluation["accuracy"], right / 68, places=4)

        saved = self.space.succeed("save_checkpoint.py", runId="r1", epochNumber=10)
        self.assertEqual(saved["sha256"], self.space.digest(saved["path"]))
        self.assertTrue(self.space.bytes(saved["path"] + ".sha256").startswith(saved["sha256"].encode()))

    def test_dying_epoch_leaves_nothing_and_its_second_attempt_changes_nothing(self):
        self.space.prepare()
        _, undisturbed = self.space.epoch(1)
        wanted = self.space.bytes(undisturbed["weights"])
        (self.space.path / undisturbed["weights"]).unlink()

        code, printed = self.space.epoch(1, dieOnFirstAttempt=True)
        self.assertEqual((-signal.SIGKILL, None), (code, printed))
        self.assertEqual(["prepared.json"], os.listdir(self.space.path / "runs/r1"))

        code, second = self.space.epoch(1, attempt=2, dieOnFirstAttempt=True)
        self.assertEqual((0, undisturbed), (code, second))
        self.assertEqual(wanted, self.space.bytes(second["weights"]))
        self.space.epoch(1, attempt=3)
        self.assertEqual(wanted, self.space.bytes(second["weights"]))

    def test_epoch_without_its_predecessor_asks_for_a_retry(self):
        self.space.prepare()
        code, printed = self.space.epoch(2)
        self.assertEqual(75, code)
        self.assertEqual("PREVIOUS_EPOCH_MISSING", printed["error"]["code"])
        self.assertIs(True, printed["error"]["retryable"])

    def test_a_planted_fault_kills_every_attempt_until_it_is_gone(self):
        self.space.prepare()
        fault = self.space.path / "runs/r1/epoch-01.fault"
        fault.touch()
        for attempt in 1, 2, 3:
            self.assertEqual((-signal.SIGKILL, None), self.space.epoch(1, attempt=attempt))
        self.assertEqual(["epoch-01.fault", "prepared.json"], sorted(os.listdir(fault.parent)))
        fault.unlink()
        self.assertEqual(0, self.space.epoch(1, attempt=4)[0])

    def test_trials_train_side_by_side_from_the_same_data(self):
        self.space.prepare()
        slow = self.space.trial(0.02)
        fast = self.space.trial(0.5)
        _, alone = self.space.epoch(1, learningRate=0.5)
        self.assertEqual(fast[0]["loss"], alone["loss"])
        self.assertNotEqual(slow[0]["sha256"], fast[0]["sha256"])
        self.assertLess(fast[-1]["loss"], slow[-1]["loss"])
        self.assertEqual("runs/r1/trials/rate-0.02/epoch-02.json", slow[-1]["weights"])

    def test_the_best_is_chosen_by_what_it_does(self):
        self.space.prepare()
        slow = self.space.trial(0.02)[-1]
        fast = self.space.trial(0.5)[-1]
        self.assertLess(slow["accuracy"], fast["accuracy"])
        best = self.space.succeed(
            "choose_best.py", runId="r1",
            trials=[
                {"trial": "rate-0.02", "epoch": 2, "accuracy": 1},
                {"trial": "rate-0.5", "epoch": 2, "accuracy": 0},
            ],
        )
        self.assertEqual(("rate-0.5", 2, 0.5), (best["trial"], best["epoch"], best["learningRate"]))
        self.assertEqual(fast["accuracy"], best["accuracy"])
        self.assertEqual(
            {"rate-0.02": slow["accuracy"], "rate-0.5": fast["accuracy"]}, best["accuracies"]
        )
        code, printed = self.space.run(
            "choose_best.py", runId="r1", trials=[{"trial": "rate-9", "epoch": 1}]
        )
        self.assertEqual((75, "PREVIOUS_EPOCH_MISSING"), (code, printed["error"]["code"]))

    def test_the_deployed_model_predicts_without_its_run(self):
        self.space.prepare()
        trained = self.space.trial(0.5)[-1]
        data = json.loads(self.space.bytes("runs/r1/prepared.json"))
        result = self.space.succeed("deploy_model.py", runId="r1", trial="rate-0.5", epochNumber=2)
        self.assertEqual("deployed/r1.json", result["path"])
        self.assertEqual(result["sha256"], self.space.digest(result["path"]))
        self.assertEqual(["r1.json"], os.listdir(self.space.path / "deployed"))
        model = json.loads(self.space.bytes(result["path"]))
        self.assertEqual(trained["accuracy"], pipeline.accuracy(model["weights"], data["test"]))
        self.assertEqual(len(model["features"]), len(model["scales"]))
        again = self.space.succeed("deploy_model.py", runId="r1", trial="rate-0.5", epochNumber=2)
        self.assertEqual(result, again)

    def test_bad_params_are_final(self):
        for script, params, error in [
            ("fetch_dataset.py", {"datasetVersion": "penguins-v9"}, "DATASET_UNKNOWN"),
            ("fetch_dataset.py", {}, "PARAMS_INVALID"),
            ("evaluate.py", {"runId": "../../etc"}, "PARAMS_INVALID"),
            ("save_checkpoint.py", {"runId": "r1", "epochNumber": True}, "PARAMS_INVALID"),
            ("choose_best.py", {"runId": "r1", "trials": []}, "PARAMS_INVALID"),
            ("choose_best.py", {"runId": "r1", "trials": ["rate-1"]}, "PARAMS_INVALID"),
            ("deploy_model.py", {"runId": "r1", "trial": "../x", "epochNumber": 1}, "PARAMS_INVALID"),
        ]:
            with self.subTest(script=script, params=params):
                code, printed = self.space.run(script, **params)
                self.assertEqual(1, code)
                self.assertEqual(error, printed["error"]["code"])
                self.assertIs(False, printed["error"]["retryable"])


if __name__ == "__main__":
    unittest.main()
