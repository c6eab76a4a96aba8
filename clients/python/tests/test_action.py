# SPDX-License-Identifier: Apache-2.0
import os
import time
import unittest
from unittest import mock

from actionbus import Do, DoError, DoFailure, content_key
from tests.fake_bus import ID, REPLAYED, FakeBus, answer, broken, completed, ended, events, problem

PARAMS = {"epoch": 1}
ADMITTED = answer(202, {"actionId": ID, "status": "ADMITTED"})


class ActionTest(unittest.TestCase):
    def bus(self, *answers):
        self.fake = FakeBus(self, *answers)
        return Do(base_url=self.fake.url, reconnect_for=5).action

    def test_a_result_comes_without_an_error_under_the_key_of_the_content(self):
        result, error = self.bus(completed({"accuracy": 0.9})).execute("train", PARAMS)
        self.assertEqual(({"accuracy": 0.9}, None), (result, error))
        self.assertEqual([content_key("train", PARAMS)], self.fake.header("Idempotency-Key"))
        self.assertEqual([None], self.fake.header("Authorization"))
        self.assertEqual([{"name": "train", "version": 1, "params": PARAMS}], self.fake.bodies)

    def test_all_fields_are_sent_under_their_names_on_the_bus(self):
        told = self.bus(ADMITTED).submit(
            "train", PARAMS, idempotency_key="k", version=2, partition_key="p", attempt_timeout="90s"
        )
        self.assertEqual(
            {"actionId": ID, "status": "ADMITTED", "idempotencyKey": "k", "replayed": False}, told.result
        )
        self.assertEqual(
            [{"name": "train", "version": 2, "params": PARAMS, "partitionKey": "p", "timeout": "90s"}],
            self.fake.bodies,
        )
        with self.assertRaises(TypeError):
            self.bus(ADMITTED).submit("train", PARAMS, lanes="l")

    def test_no_end_is_an_exception(self):
        for status in ("FAILED", "CANCELLED", "UNKNOWN"):
            with self.subTest(status):
                got = self.bus(ended(status)).execute("train", PARAMS)
                wanted = DoError("BAD", "row 7", status=status, action_id=ID, attempt=3)
                self.assertEqual((None, wanted), got)

    def test_a_refusal_and_nonsense_are_errors(self):
        got = self.bus(answer(400, {"code": "NAME_INVALID", "detail": "a name", "pointer": "/name"}))
        self.assertEqual(
            DoError("NAME_INVALID", "a name", pointer="/name"), got.execute("train", PARAMS).error
        )
        got = self.bus(answer(200, b"<html>")).execute("train", PARAMS)
        self.assertEqual("ANSWER_UNREADABLE", got.error.code)

    def test_a_broken_connection_is_followed_by_the_same_request_with_the_same_key(self):
        got = self.bus(broken, problem(503, "OUTCOME_UNKNOWN"), completed({})).execute("train", PARAMS)
        self.assertIsNone(got.error)
        self.assertEqual([self.fake.bodies[0]] * 3, self.fake.bodies)
        self.assertEqual([content_key("train", PARAMS)] * 3, self.fake.header("Idempotency-Key"))

    def test_a_bus_that_is_not_there_or_goes_on_to_refuse_is_an_error_after_a_while(self):
        nowhere = Do(base_url="http://127.0.0.1:1", reconnect_for=0.2).action
        self.assertEqual("BUS_UNREACHABLE", nowhere.execute("train", PARAMS).error.code)
        self.bus(problem(503, "BUS_UNAVAILABLE"))
        refusing = Do(base_url=self.fake.url, reconnect_for=0.2).action
        self.assertEqual("BUS_UNAVAILABLE", refusing.submit("train", PARAMS).error.code)

    def test_what_takes_long_is_waited_for(self):
        got = self.bus(ADMITTED, ADMITTED, broken, completed({"n": 1})).execute("train", PARAMS)
        self.assertEqual({"n": 1}, got.result)
        self.assertEqual([f"/v1/actions/{ID}/result?wait=60"] * 3, self.fake.paths[1:])

    def test_the_wait_ends_at_the_timeout_with_the_id_of_what_goes_on(self):
        got = self.bus(ADMITTED, lambda call: time.sleep(1)).execute("train", PARAMS, timeout=0.2)
        self.assertEqual(("TIMEOUT", ID), (got.error.code, got.error.action_id))

    def test_what_had_failed_before_is_done_again_once(self):
        again = answer(200, {"actionId": ID, "status": "ADMITTED"})
        bus = self.bus(ended("FAILED", REPLAYED), again, ended("FAILED", REPLAYED))
        self.assertEqual("BAD", bus.execute("train", PARAMS).error.code)
        self.assertEqual(["/v1/actions", f"/v1/actions/{ID}/redrive", "/v1/actions"], self.fake.paths)
        self.assertEqual("execute-after-attempt-3", self.fake.header("Idempotency-Key")[1])

    def test_nothing_else_is_done_again(self):
        for what, more, *answers in [
            ("has failed in this call", {}, ended("FAILED")),
            ("may have failed in this call", {}, broken, ended("FAILED", REPLAYED)),
            ("was cancelled", {}, ended("CANCELLED", REPLAYED)),
            ("nobody knows", {}, ended("UNKNOWN", REPLAYED)),
            ("has a key of its own", {"idempotency_key": "k"}, ended("FAILED", REPLAYED)),
            ("is done once", {"mode": "once"}, ended("FAILED", REPLAYED)),
            ("shall not", {"redrive_failed": False}, ended("FAILED", REPLAYED)),
        ]:
            with self.subTest(what):
                self.assertEqual("BAD", self.bus(*answers).execute("train", PARAMS, **more).error.code)
                self.assertEqual({"/v1/actions"}, set(self.fake.paths))

    def test_cancel_gives_a_reason_and_the_same_order_again_if_need_be(self):
        bus = self.bus(broken, answer(200, {"actionId": ID, "status": "CANCELLED"}))
        self.assertEqual("CANCELLED", bus.cancel(ID, reason="wrong data").result["status"])
        self.assertEqual([{"reason": "wrong data"}] * 2, self.fake.bodies)
        self.assertEqual(1, len(set(self.fake.header("Idempotency-Key"))))

    def test_get_and_wait_say_what_the_bus_says(self):
        bus = self.bus(answer(200, {"actionId": ID, "status": "RUNNING"}), problem(404, "ACTION_NOT_FOUND"))
        self.assertEqual("RUNNING", bus.get(ID).result["status"])
        self.assertEqual("ACTION_NOT_FOUND", bus.wait(ID).error.code)

    def test_a_broken_stream_of_events_goes_on_behind_the_last_whole_one(self):
        one = 'id: 1:4\nevent: ActionAccepted\ndata: {"n":1}\n\n'
        two = 'id: 1:7\nevent: ActionCompleted\ndata: {"n":2}\n\n'
        bus = self.bus(events(f":\n\n{one}id: 1:7\nevent: Action", whole=False), events(two))
        read = list(bus.events(ID, after="1:2"))
        self.assertEqual(["1:4", "1:7"], [event.id for event in read])
        self.assertEqual(["ActionAccepted", "ActionCompleted"], [event.type for event in read])
        self.assertEqual([{"n": 1}, {"n": 2}], [event.data for event in read])
        self.assertEqual(["1:2", "1:4"], self.fake.header("Last-Event-ID"))

    def test_a_stream_that_breaks_between_two_events_goes_on(self):
        one = 'id: 1:4\nevent: ActionAccepted\ndata: {"n":1}\n\n'
        bus = self.bus(events(one, whole=False), events(one.replace("1:4", "1:5")))
        self.assertEqual(["1:4", "1:5"], [event.id for event in bus.events(ID)])

    def test_a_stream_of_an_unknown_action_raises_its_code(self):
        with self.assertRaises(DoFailure) as raised:
            list(self.bus(problem(404, "ACTION_NOT_FOUND")).events(ID))
        self.assertEqual("ACTION_NOT_FOUND", raised.exception.code)

    def test_the_key_goes_as_a_bearer_token_to_where_the_environment_says(self):
        self.bus(completed({}))
        with mock.patch.dict(os.environ, {"ACTIONBUS_URL": self.fake.url + "/"}):
            Do("s3cret").action.execute("train", PARAMS)
        self.assertEqual((["Bearer s3cret"], ["/v1/actions"]), (self.fake.header("Authorization"), self.fake.paths))

    def test_a_key_or_an_address_that_can_not_be_one_is_refused_at_once(self):
        for arguments in ({"api_key": "a\nb"}, {"base_url": "ftp://bus"}, {"base_url": "bus"}):
            with self.subTest(str(arguments)), self.assertRaises(ValueError):
                Do(**arguments)


if __name__ == "__main__":
    unittest.main()
