#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a dump of the event log with nothing but Python's standard library.

usage: verify.py DUMP VERIFIER-KEY...      (docs/VERIFY.md describes all formats)

Recomputes the Merkle tree of every partition from the raw bytes, compares its roots with every signed
note and prints them. Exit code 1 when anything is wrong.
"""
import base64
import hashlib
import json
import struct
import sys

# Ed25519 as in RFC 8032, section 5.1; slow, and good enough for public data.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P != 0 or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(s, p):
    result = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            result = add(result, p)
        p, s = add(p, p), s >> 1
    return result


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verifies(key, message, signature):
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(k, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def verifier_key(text):
    """C2SP signed-note: name+id+base64(0x01 || key) -> (name, id, key)."""
    name, key_id, data = text.strip().split("+", 2)
    typed = base64.b64decode(data, validate=True)
    computed = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    if len(typed) != 33 or typed[0] != 1 or computed.hex() != key_id:
        raise ValueError("not an Ed25519 verifier key: " + text)
    return name, computed, typed[1:]


def checkpoint(note, keys):
    """A signed note over origin, size, root -> (origin, size, root)."""
    text, signatures = note[:note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2:]
    for line in signatures.splitlines():
        dash, name, data = line.split(" ")
        blob = base64.b64decode(data)
        for key_name, key_id, key in keys:
            if dash == "\u2014" and (name, blob[:4]) == (key_name, key_id):
                if ed25519_verifies(key, text.encode(), blob[4:]):
                    origin, size, root = text.split("\n")[:3]
                    return origin, int(size), base64.b64decode(root)
    raise ValueError("no right signature by a known key")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def sized(data):
    return struct.pack(">i", -1) if data is None else struct.pack(">i", len(data)) + data


class Tree:
    """RFC 6962, section 2.1; keeps only the roots of complete subtrees, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, topic, partition, key, value):
        name = topic.encode()
        place = struct.pack(">h", len(name)) + name + struct.pack(">iq", partition, self.size)
        node, rest = sha256(b"\0", sha256(place, sized(key), sized(value))), self.size
        while rest & 1:
            node, rest = sha256(b"\1", self.peaks.pop(), node), rest >> 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        root = self.peaks[-1] if self.peaks else sha256()
        for peak in reversed(self.peaks[:-1]):
            root = sha256(b"\1", peak, root)
        return root


def main(dump, keys):
    wrong, trees, notes = [], {}, {}
    for line in open(dump, encoding="utf-8"):
        record = json.loads(line)
        key, value = (None if record[k] is None else base64.b64decode(record[k])
                      for k in ("key", "value"))
        if record["topic"].endswith(".checkpoints"):
            try:
                origin, size, root = checkpoint(value.decode(), keys)
                topic, partition = origin.split("/")[2:]
                notes.setdefault((topic, int(partition)), {}).setdefault(size, []).append(root)
            except (ValueError, AttributeError) as why:
                wrong.append(f"note {record['partition']}:{record['offset']}: {why}")
            continue
        place = record["topic"], record["partition"]
        tree = trees.setdefault(place, Tree())
        tree.append(*place, key, value)
        expected = notes.get(place, {}).pop(tree.size, [])
        if any(root != tree.root() for root in expected):
            wrong.append(f"{place[0]}/{place[1]}: not the records signed at size {tree.size}")
        tree.signed = tree.size if expected else getattr(tree, "signed", 0)
    for place, left in notes.items():
        wrong += [f"{place[0]}/{place[1]}: signed at size {s}, no such log" for s in left if s]
    wrong += ["no note vouches for any record"] if trees and not notes else []
    for place, tree in sorted(trees.items()):
        root = base64.b64encode(tree.root()).decode()
        print(f"{place[0]}/{place[1]} size {tree.size} signed {tree.signed} root {root}")
    print("\n".join("WRONG " + it for it in wrong) or "ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [verifier_key(key) for it in sys.argv[2:] for key in it.split()])
             if len(sys.argv) > 2 else __doc__)
