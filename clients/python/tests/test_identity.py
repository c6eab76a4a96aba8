# SPDX-License-Identifier: Apache-2.0
import json
import os
import unittest
from pathlib import Path

from actionbus import Do, canonical, content_key, fingerprint

SHARED = "schemas/src/main/resources/dev/actionbus/identity-vectors.json"


def vectors():
    file = os.environ.get("IDENTITY_VECTORS") or Path(__file__).resolve().parents[3] / SHARED
    return json.loads(Path(file).read_text("utf-8"))["fingerprints"]


class IdentityTest(unittest.TestCase):
    def test_fingerprints_are_those_of_all_languages(self):
        self.assertEqual(12, len(vectors()))
        for vector in vectors():
            with self.subTest(vector["params"][:40]):
                name, version, params = vector["name"], vector["version"], json.loads(vector["params"])
                self.assertEqual(
                    vector["canonical"], canonical({"version": version, "params": params, "name": name})
                )
                self.assertEqual(vector["sha256"], fingerprint(name, version, params))

    def test_content_key_is_the_fingerprint(self):
        self.assertEqual(f"content-{fingerprint('n', 2, {'a': 1})}", content_key("n", {"a": 1.0}, 2))
        self.assertNotEqual(content_key("n", {"a": 1}), content_key("n", {"a": 1}, 2))

    def test_what_json_would_change_is_refused_before_anything_is_sent(self):
        circle = {}
        circle["self"] = circle
        nowhere = Do(base_url="http://127.0.0.1:1")
        for params, code in [
            ({"x": float("nan")}, "NUMBER_OUT_OF_RANGE"),
            ({"x": [float("-inf")]}, "NUMBER_OUT_OF_RANGE"),
            ({"x": 2**53}, "NUMBER_OUT_OF_RANGE"),
            ({"x": b"bytes"}, "PARAMS_INVALID"),
            ({"x": {1: 2}}, "PARAMS_INVALID"),
            (circle, "PARAMS_INVALID"),
            ({"x": "\ud83d"}, "ENCODING"),
            ({"\ud83d": 1}, "ENCODING"),
            ([1], "PARAMS_NOT_OBJECT"),
        ]:
            with self.subTest(code):
                answer = nowhere.action.execute("n", params)
                self.assertIsNone(answer.result)
                self.assertEqual(code, answer.error.code)


if __name__ == "__main__":
    unittest.main()
