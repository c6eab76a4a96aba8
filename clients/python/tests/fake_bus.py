# SPDX-License-Identifier: Apache-2.0
"""A bus that says what a test wants, and remembers what it was asked."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ID = "8cf03a56-3f21-8005-b0c6-ba21c8ff0599"
REPLAYED = {"Idempotency-Replayed": "true"}


class FakeBus:
    """Answers one request after the other with these; the last one for ever."""

    def __init__(self, test, *answers):
        self.asked = []
        left = list(answers)
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length)) if length else None
                asked.append((self.path, self.headers, body))
                (left.pop(0) if len(left) > 1 else left[0])(self)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        test.addCleanup(server.server_close)
        test.addCleanup(server.shutdown)
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    @property
    def paths(self):
        return [path for path, _, _ in self.asked]

    def header(self, name):
        return [headers.get(name) for _, headers, _ in self.asked]

    @property
    def bodies(self):
        return [body for _, _, body in self.asked]


def answer(status, body, headers=None):
    def send(call):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        call.send_response(status)
        for name, value in (headers or {}).items():
            call.send_header(name, value)
        call.send_header("Content-Length", str(len(data)))
        call.end_headers()
        call.wfile.write(data)

    return send


def completed(result, headers=None):
    return answer(200, {"actionId": ID, "status": "COMPLETED", "attempt": 1, "result": result}, headers)


def ended(status, headers=None):
    error = {"code": "BAD", "message": "row 7", "retryable": False, "attempt": 3}
    return answer(200, {"actionId": ID, "status": status, "attempt": 3, "error": error}, headers)


def problem(status, code):
    return answer(status, {"code": code, "detail": "no", "status": status})


def broken(call):
    """The connection breaks when the request has been read."""
    call.close_connection = True
    call.connection.shutdown(socket.SHUT_RDWR)


def events(text, whole=True):
    """Server-sent events, and then the end or a break."""

    def send(call):
        call.send_response(200)
        call.send_header("Content-Type", "text/event-stream")
        call.send_header("Transfer-Encoding", "chunked")
        call.end_headers()
        for line in text.splitlines(keepends=True):
            data = line.encode()
            call.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        if whole:
            call.wfile.write(b"0\r\n\r\n")
        else:
            call.wfile.flush()
            broken(call)

    return send
