"""A service that performs the action `score`. Standard library only; it knows nothing of Kafka."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEY_FILE = Path(__file__).parent / "scorer.key"
OLDEST = 300  # seconds a signature is good for
REQUIRED = {"@method", "@authority", "@path", "@query", "content-digest", "action-id", "action-attempt"}

lock = threading.Lock()
done = {}  # what was answered, by Idempotency-Key


def the_key():
    """Made once; readable for us alone. The bus reads the same file."""
    if not KEY_FILE.exists():
        with open(os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    return KEY_FILE.read_text().rstrip("\n").encode()


def is_from_the_bus(request, body, key):
    """RFC 9421 with hmac-sha256, and RFC 9530 for the body."""
    label, _, parameters = request.headers.get("Signature-Input", "").partition("=")
    signature = request.headers.get("Signature", "")
    if label != "actionbus" or not signature.startswith("actionbus=:") or not signature.endswith(":"):
        return False
    names = parameters[1 : parameters.index(")")].replace('"', "").split()
    created = int(parameters.split(";created=")[1].split(";")[0])
    if not REQUIRED.issubset(names) or abs(time.time() - created) > OLDEST:
        return False
    path, _, query = request.path.partition("?")
    derived = {
        "@method": request.command,
        "@authority": request.headers["Host"],
        "@path": path,
        "@query": "?" + query,
    }
    lines = [f'"{name}": {derived.get(name) or request.headers[name]}' for name in names]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
    expected = hmac.new(key, base.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(expected, base64.b64decode(signature[11:-1])) and hmac.compare_digest(
        digest, request.headers["Content-Digest"]
    )


def score(params):
    return {"score": round(0.3 * params["x"] + 0.7 * params["y"], 3)}


def tell(url, token, result):
    """Ends the attempt from outside. Safe to repeat, so a real service would until it is heard."""
    body = json.dumps({"result": result}).encode()
    headers = {"Callback-Token": token, "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30):
        print("told", flush=True)


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            known = is_from_the_bus(self, body, the_key())
        except (ValueError, IndexError, TypeError, KeyError):
            known = False
        if not known:
            return self.answer(401, {"title": "not signed by the bus", "code": "CALLER_UNKNOWN"})
        params = json.loads(body)
        key = self.headers["Idempotency-Key"]
        with lock:
            first = key not in done
            if first:
                try:
                    done[key] = score(params)
                except (KeyError, TypeError):
                    return self.answer(422, {"title": "x and y are numbers", "code": "BAD_DATA"})
                print("scored", key, flush=True)
        if first and params.get("breakOnce"):
            return None  # done, but the connection closes and nobody is told
        url, token = (self.headers.get("Action-Callback-" + name) for name in ("Url", "Token"))
        if params.get("later") and url and token:
            threading.Timer(1, tell, (url, token, done[key])).start()
            return self.answer(202, None, {"Action-Suspend": "1h"})
        return self.answer(200, done[key])

    def answer(self, status, value, more={}):
        text = json.dumps(value).encode()
        self.send_response(status)
        kind = "application/json" if status < 300 else "application/problem+json"
        self.send_header("Content-Type", kind)
        for name, header in more.items():
            self.send_header(name, header)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format, *args):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    the_key()
    server = ThreadingHTTPServer(("127.0.0.1", port), Service)
    print("listening on", server.server_address[1], flush=True)
    server.serve_forever()
