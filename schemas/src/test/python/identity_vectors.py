#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints identity-vectors.json: what any implementation of the identities must arrive at.

Shares nothing with the Java code, on purpose: the two were written from the description below. Run it
again after a change and compare; a difference in an existing vector breaks every stored id.

    python3 identity_vectors.py > ../../main/resources/dev/actionbus/identity-vectors.json
"""

import hashlib
import json
import struct
import uuid
from decimal import Decimal

DESCRIPTION = [
    "part(s) = length of s in UTF-8 bytes as 4-byte big-endian signed integer, then those bytes;"
    " part(null) = the length -1 (ff ff ff ff) and nothing else. No Unicode normalisation.",
    "actionId: id = first 16 bytes of SHA-256(part(tenant) part(name) part(partitionKey)"
    " part(idempotencyKey)). With a partition key, bytes 0 to 3 are replaced by bytes 0 to 3 of"
    " SHA-256(part(tenant) part(partitionKey)). Then byte 6 = 0x80 | (byte 6 & 0x0f) and byte 8 ="
    " 0x80 | (byte 8 & 0x3f): a UUIDv8 of RFC 9562, written in lower case.",
    "home: with placement = bytes 0 to 3 of the id as big-endian signed integer, the partition is"
    " placement modulo the number of partitions, never negative (floored division).",
    "fingerprint: SHA-256, in lower-case hex, of the UTF-8 bytes of the RFC 8785 canonical form of"
    ' {"name": name, "params": params, "version": version}; params is given as JSON text.',
]


def part(text):
    if text is None:
        return struct.pack(">i", -1)
    data = text.encode("utf-8")
    return struct.pack(">i", len(data)) + data


def sha256(*texts):
    return hashlib.sha256(b"".join(map(part, texts))).digest()


def action_id(tenant, name, partition_key, key):
    data = bytearray(sha256(tenant, name, partition_key, key)[:16])
    if partition_key is not None:
        data[:4] = sha256(tenant, partition_key)[:4]
    data[6] = 0x80 | data[6] & 0x0F
    data[8] = 0x80 | data[8] & 0x3F
    return bytes(data)


def home(identity, partitions):
    return struct.unpack(">i", identity[:4])[0] % partitions


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + "".join(map(escaped, value)) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(n) + ":" + canonical(value[n]) for n in names) + "}"
    return number(float(value))


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def escaped(character):
    if character in ESCAPES:
        return ESCAPES[character]
    return f"\\u{ord(character):04x}" if character < " " else character


def number(value):
    """ECMAScript Number::toString; Python's repr finds the same shortest digits."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    count, point = len(text), exponent + len(text)
    minus = "-" if sign else ""
    if count <= point <= 21:
        return minus + text + "0" * (point - count)
    if 0 < point <= 21:
        return minus + text[:point] + "." + text[point:]
    if -6 < point <= 0:
        return minus + "0." + "0" * -point + text
    fraction = "." + text[1:] if count > 1 else ""
    return f"{minus}{text[0]}{fraction}e{point - 1:+d}"


IDS = [
    ("default", "train-epoch", None, "run-1/epoch-1"),
    ("default", "train-epoch", None, "run-1/epoch-2"),
    ("default", "train-epoch", "run-1", "run-1/epoch-1"),
    ("default", "train-epoch", "run-1", "run-1/epoch-2"),
    ("default", "evaluate", "run-1", "run-1/epoch-1"),
    ("team-a", "train-epoch", "run-1", "run-1/epoch-1"),
    ("team-b", "train-epoch", None, "run-1/epoch-1"),
    ("a", "b", None, "c"),
    ("a", "b", "c", "c"),
    ("ab", "c", "d", "e"),
    ("a", "bc", "d", "e"),
    ("default", "charge-card", "кунде-42", "order-7"),
    ("default", "charge-card", "客户-42", "order-7"),
    ("default", "charge-card", "🐧🚀", "order-7"),
    ("default", "charge-card", "e\u0301", "order-7"),
    ("default", "charge-card", "\u00e9", "order-7"),
    ("default", "charge-card", " ", "order-7"),
    ("default", "charge-card", "\u200b", "-"),
    ("T" * 64, "n" * 128, "k" * 255, "~" * 255),
    ("default", "step", "\U0001f600" * 127, "wf:01JD:step-3:0"),
]

PARAMS = [
    ("noop", 1, "{}"),
    ("noop", 2, " { } "),
    ("train-epoch", 1, '{"runId":"r1","epochNumber":3,"learningRate":0.08}'),
    ("train-epoch", 1, '{\n  "learningRate": 8e-2,\n  "epochNumber": 3.0,\n  "runId": "r1"\n}'),
    ("numbers", 1, '{"a":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}'),
    ("numbers", 1, '{"z":-0,"max":9007199254740991,"min":-9007199254740991,"k":1e21,"l":1e20}'),
    ("numbers", 1, '{"tiny":5e-324,"huge":1.7976931348623157e308,"micro":1e-6,"nano":1e-7}'),
    ("text", 1, '{"control":"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\\\/","del":"\\u007f"}'),
    ("text", 1, '{"\\u20ac":"Euro","\\r":"CR","\\ufb33":"Dalet","1":"One","\\ud83d\\ude00":"Smile",'
                '"\\u0080":"Control","\\u00f6":"O"}'),
    ("text", 1, '{"penguin":"🐧","composed":"é","decomposed":"e\u0301","empty":"","":"no name"}'),
    ("nested", 7, '{"b":{"d":[{},[],null,true,false],"c":{"":{}}},"a":[[[1]]]}'),
    ("long", 2147483647, '{"long":"' + "x" * 500 + '"}'),
]


def id_vector(tenant, name, partition_key, key):
    identity = action_id(tenant, name, partition_key, key)
    return {
        "tenant": tenant,
        "name": name,
        "partitionKey": partition_key,
        "idempotencyKey": key,
        "actionId": str(uuid.UUID(bytes=identity)),
        "home": {"4": home(identity, 4), "6": home(identity, 6)},
    }


def fingerprint_vector(name, version, params):
    whole = {"name": name, "params": json.loads(params), "version": version}
    text = canonical(whole)
    return {
        "name": name,
        "version": version,
        "params": params,
        "canonical": text,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
    }


if __name__ == "__main__":
    vectors = {
        "description": DESCRIPTION,
        "actionIds": [id_vector(*sample) for sample in IDS],
        "fingerprints": [fingerprint_vector(*sample) for sample in PARAMS],
    }
    print(json.dumps(vectors, indent=2))
