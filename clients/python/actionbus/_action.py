# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any, Iterator, Mapping, Optional, Union
from urllib.parse import quote

from ._answer import Answer, DoError, done, not_done
from ._bus import Bus, Call, Reply, refusal, timed_out
from ._calls import order, told, was_known
from ._events import Event, follow
from ._patience import Patience
from ._request import Written, write

LONGEST_WAIT = 60
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "UNKNOWN"}
REASON = "asked for again after it had failed"


class Actions:
    """Actions of a bus. Every call answers an `Answer`; only `events` raises, a `DoFailure`."""

    def __init__(self, bus: Bus, reconnect_for: float) -> None:
        self._bus = bus
        self._reconnect_for = reconnect_for

    def execute(
        self,
        name: str,
        params: Optional[Mapping[str, Any]] = None,
        *,
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
        redrive_failed: Optional[bool] = None,
        **fields: Any,
    ) -> Answer:
        """Asks for an action and waits for its outcome.

        Asked again with the same key (by itself: with the same name, version and params), it answers what is on
        record and does nothing.

        timeout: seconds to wait for the outcome; for ever if not given. The action is not ended by it.
        redrive_failed: whether an action that had failed before is done again. If not given: with a key made of
        the content yes, with a key of your own or in mode `once` no.
        fields: as for `submit`.
        """
        written = write(name, params, idempotency_key, fields)
        if isinstance(written, Answer):
            return written
        patience = Patience(timeout)
        sent = self._ask(written, patience)
        again = redrive_failed
        if again is None:
            again = idempotency_key is None and fields.get("mode") != "once"
        if again and isinstance(sent, Reply) and _had_failed_before(sent):
            if self._redriven(sent.body, patience):
                sent = self._ask(written, patience)
        return self._outcome(sent, patience)

    def submit(
        self,
        name: str,
        params: Optional[Mapping[str, Any]] = None,
        *,
        idempotency_key: Optional[str] = None,
        **fields: Any,
    ) -> Answer:
        """Asks for an action and does not wait for its outcome.

        The result has actionId, status, idempotencyKey and replayed (the bus knew this action already).

        fields: version, partition_key, lane, priority, delay, run_at, start_by, deadline, attempt_timeout, mode,
        retry, correlation_id, causation_id, labels, inputs, outputs; as over HTTP, where attempt_timeout is
        `timeout`.
        """
        written = write(name, params, idempotency_key, fields)
        if isinstance(written, Answer):
            return written
        return told(
            self._bus.send(_submission(written, 0), Patience(None)),
            lambda reply: {
                "actionId": reply.body.get("actionId"),
                "status": reply.body.get("status"),
                "idempotencyKey": written.key,
                "replayed": was_known(reply),
            },
        )

    def get(self, action_id: str) -> Answer:
        """Everything the bus tells about an action; fields as of GET /v1/actions/{id}."""
        return told(self._bus.send(Call("GET", _path(action_id)), Patience(None)), lambda it: it.body)

    def wait(self, action_id: str, *, timeout: Optional[float] = None) -> Answer:
        """Waits for the outcome of an action; for ever without a timeout (seconds)."""
        return self._awaited(action_id, Patience(timeout))

    def cancel(self, action_id: str, *, reason: str) -> Answer:
        """Ends an open action, which is on record for ever with its reason. One that is cancelled already is cancelled."""
        sent = order(self._bus, f"{_path(action_id)}/cancel", {"reason": reason})
        return told(sent, lambda it: it.body)

    def events(
        self, action_id: str, *, after: Optional[str] = None, follow_on: bool = False
    ) -> Iterator[Event]:
        """What happened to an action and what happens, until it has ended; with follow_on for ever."""
        return follow(
            self._bus, f"{_path(action_id)}/events", after, follow_on, self._reconnect_for
        )

    def _ask(self, written: Written, patience: Patience) -> Union[Reply, DoError]:
        return self._bus.send(_submission(written, _seconds(patience)), patience)

    def _outcome(self, sent: Union[Reply, DoError], patience: Patience) -> Answer:
        if isinstance(sent, DoError):
            return not_done(sent)
        if sent.status == 200:
            return _ended(sent)
        if sent.status != 202:
            return not_done(refusal(sent))
        return self._awaited(str(sent.body.get("actionId")), patience)

    def _awaited(self, action_id: str, patience: Patience) -> Answer:
        while True:
            wait = _seconds(patience)
            sent = self._bus.send(
                Call("GET", f"{_path(action_id)}/result?wait={wait}", wait=wait), patience
            )
            if isinstance(sent, DoError):
                return not_done(_about(sent, action_id))
            if sent.status == 200:
                return _ended(sent)
            if sent.status != 202:
                return not_done(_about(refusal(sent), action_id))
            if patience.is_over():
                return not_done(timed_out(action_id))

    def _redriven(self, failed: Mapping[str, Any], patience: Patience) -> bool:
        """The key names the failure, so that many callers who ask at once begin one round."""
        key = f"execute-after-attempt-{failed.get('attempt')}"
        while True:
            here = f"{_path(str(failed.get('actionId')))}/redrive"
            sent = order(self._bus, here, {"reason": REASON}, key, patience)
            if isinstance(sent, DoError):
                return False
            if sent.status != 202:
                return sent.status in (200, 409)


def _submission(written: Written, wait: int) -> Call:
    headers = {"Idempotency-Key": written.key}
    if wait > 0:
        headers["Prefer"] = f"wait={wait}"
    return Call("POST", "/v1/actions", headers, written.body, wait)


def _had_failed_before(reply: Reply) -> bool:
    """A failure that this call may have caused itself, unseen, is not one from before."""
    return (
        reply.status == 200
        and reply.body.get("status") == "FAILED"
        and was_known(reply)
        and not reply.repeated
    )


def _ended(reply: Reply) -> Answer:
    status = reply.body.get("status")
    if status not in ENDED:
        return not_done(refusal(reply))
    if status == "COMPLETED":
        return done(reply.body.get("result"))
    error = reply.body.get("error") or {}
    return not_done(
        DoError(
            code=str(error.get("code") or status),
            message=str(error.get("message") or ""),
            retryable=error.get("retryable") is True,
            status=status,
            action_id=reply.body.get("actionId"),
            attempt=error.get("attempt"),
            details=error.get("details"),
        )
    )


def _about(error: DoError, action_id: str) -> DoError:
    return DoError(**{**error.__dict__, "action_id": action_id})


def _path(action_id: str) -> str:
    return f"/v1/actions/{quote(action_id, safe='')}"


def _seconds(patience: Patience) -> int:
    left = patience.left()
    return LONGEST_WAIT if left >= LONGEST_WAIT else max(1, int(left + 0.999))
