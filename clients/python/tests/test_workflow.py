# SPDX-License-Identifier: Apache-2.0
import unittest

from actionbus import Do, content_key
from tests.fake_bus import ID, FakeBus, answer, problem

RUNNING = answer(202, {"runId": ID, "actionId": ID, "status": "ADMITTED"})


class WorkflowTest(unittest.TestCase):
    def bus(self, *answers):
        self.fake = FakeBus(self, *answers)
        return Do(base_url=self.fake.url).workflow

    def test_a_run_is_asked_for_under_the_key_of_its_content(self):
        key = content_key("train", {"rate": 1}, 0)
        self.assertEqual(
            {"runId": ID, "status": "ADMITTED", "idempotencyKey": key, "replayed": False},
            self.bus(RUNNING).run("train", {"rate": 1}).result,
        )
        self.assertEqual(["/v1/workflows/train/runs"], self.fake.paths)
        self.assertEqual([key], self.fake.header("Idempotency-Key"))
        self.assertEqual([{"params": {"rate": 1}}], self.fake.bodies)

    def test_a_run_of_a_version_says_so(self):
        told = self.bus(RUNNING).run("train", version=2, labels={"a": "b"})
        self.assertEqual(content_key("train", {}, 2), told.result["idempotencyKey"])
        self.assertEqual([{"params": {}, "version": 2, "labels": {"a": "b"}}], self.fake.bodies)

    def test_runs_and_definitions_are_asked_about(self):
        bus = self.bus(answer(200, {"runId": ID, "status": "RUNNING"}), problem(404, "WORKFLOW_NOT_FOUND"))
        self.assertEqual("RUNNING", bus.get(ID, step="rates", limit=5).result["status"])
        self.assertEqual("WORKFLOW_NOT_FOUND", bus.show("none", 3).error.code)
        self.assertEqual([f"/v1/runs/{ID}?step=rates&limit=5", "/v1/workflows/none?version=3"], self.fake.paths)

    def test_orders_about_a_run_say_why(self):
        bus = self.bus(answer(200, {"runId": ID, "status": "RUNNING"}))
        bus.resume(ID, reason="mended", from_step="score", version=2)
        bus.approve(ID, reason="mended", step="ok", approved=False)
        bus.signal(ID, reason="mended", signal="data", payload=[1])
        bus.cancel(ID, reason="mended")
        self.assertEqual(["resume", "approve", "signal", "cancel"], [path.split("/")[-1] for path in self.fake.paths])
        self.assertEqual(
            [
                {"reason": "mended", "fromStep": "score", "version": 2},
                {"reason": "mended", "step": "ok", "approved": False},
                {"reason": "mended", "signal": "data", "payload": [1]},
                {"reason": "mended"},
            ],
            self.fake.bodies,
        )


if __name__ == "__main__":
    unittest.main()
