# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Dict, Mapping, Optional, Union

from ._answer import DoError
from ._patience import Patience, Pauses

OVERHEAD = 15.0
COME_BACK = {429, 502, 503, 504}
LOST = (OSError, http.client.HTTPException)
"""The connection could not be made, or has broken."""


@dataclass(frozen=True)
class Call:
    """One call that may be repeated: it only asks, or it has an idempotency key."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Optional[Mapping[str, Any]] = None
    wait: int = 0


@dataclass(frozen=True)
class Reply:
    """What the bus has answered; repeated: an earlier try of the call may have reached it."""

    status: int
    headers: Message
    body: Dict[str, Any]
    repeated: bool = False


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would hand the key on to somebody else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Bus:
    """The bus over HTTP.

    A call whose connection breaks, or that is told to come back, is repeated with the same key until
    `reconnect_for` seconds have passed.
    """

    def __init__(self, url: str, api_key: Optional[str], reconnect_for: float) -> None:
        self._url = url
        self._api_key = api_key
        self._reconnect_for = reconnect_for
        self._opener = urllib.request.build_opener(_NoRedirects)

    def send(self, call: Call, patience: Patience) -> Union[Reply, DoError]:
        pauses = Pauses()
        trying = Patience(self._reconnect_for)
        repeated = False
        while True:
            answer = self._once(call, patience, repeated)
            if isinstance(answer, Reply) and answer.status not in COME_BACK:
                return answer
            if patience.is_over():
                return timed_out()
            rest = pauses.next(retry_after(answer) if isinstance(answer, Reply) else 0)
            if trying.left() <= rest:
                return refusal(answer) if isinstance(answer, Reply) else answer
            time.sleep(min(rest, patience.left()))
            repeated = True

    def stream(self, path: str, last_event_id: Optional[str], silence: float) -> Any:
        """A response of server-sent events; raises HTTPError for a refusal, one of LOST for a lost connection."""
        headers = {"Accept": "text/event-stream"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        return self._opener.open(self._request("GET", path, headers, None), timeout=silence)

    def unreachable(self, lost: BaseException) -> DoError:
        cause = getattr(lost, "reason", None) or lost
        return DoError("BUS_UNREACHABLE", f"no answer from {self._url}: {cause}", retryable=True)

    def _once(self, call: Call, patience: Patience, repeated: bool) -> Union[Reply, DoError]:
        longest = min(call.wait + OVERHEAD, max(patience.left(), 0.001))
        data = None if call.body is None else json.dumps(call.body, allow_nan=False).encode()
        headers = {"Accept": "application/json", **call.headers}
        if data is not None:
            headers["Content-Type"] = "application/json"
        try:
            with self._opener.open(
                self._request(call.method, call.path, headers, data), timeout=longest
            ) as response:
                return read(response.status, response.headers, response.read(), repeated)
        except urllib.error.HTTPError as refused:
            try:
                with refused:
                    return read(refused.code, refused.headers, refused.read(), repeated)
            except LOST as lost:
                return self.unreachable(lost)
        except LOST as lost:
            return self.unreachable(lost)

    def _request(
        self, method: str, path: str, headers: Mapping[str, str], data: Optional[bytes]
    ) -> urllib.request.Request:
        request = urllib.request.Request(self._url + path, data=data, method=method)
        if self._api_key is not None:
            request.add_header("Authorization", f"Bearer {self._api_key}")
        for name, value in headers.items():
            request.add_header(name, value)
        return request


def read(status: int, headers: Message, text: bytes, repeated: bool = False) -> Reply:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        code = "ANSWER_UNREADABLE" if status < 300 else f"HTTP_{status}"
        body = {"code": code, "detail": f"the answer is no JSON object ({status})"}
    return Reply(status, headers, body, repeated)


def refusal(reply: Reply) -> DoError:
    """What a refusal says (RFC 9457)."""
    body = reply.body
    return DoError(
        code=str(body.get("code") or f"HTTP_{reply.status}"),
        message=str(body.get("detail") or body.get("title") or f"the bus answered {reply.status}"),
        retryable=reply.status in COME_BACK,
        pointer=body.get("pointer"),
    )


def timed_out(action_id: Optional[str] = None) -> DoError:
    return DoError(
        "TIMEOUT",
        "not ended in time; the action goes on, and the same call finds it again",
        retryable=True,
        action_id=action_id,
    )


def retry_after(reply: Reply) -> float:
    try:
        return float(reply.headers.get("Retry-After", "0"))
    except ValueError:
        return 0
