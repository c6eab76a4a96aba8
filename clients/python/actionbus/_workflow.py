# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any, Mapping, Optional
from urllib.parse import quote, urlencode

from ._answer import Answer
from ._bus import Bus, Call
from ._calls import order, told, was_known
from ._patience import Patience
from ._request import write

NEWEST = 0
"""No version of a definition has this number."""


class Workflows:
    """Workflows of a bus and their runs. Every call answers an `Answer`; none raises."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def run(
        self,
        name: str,
        params: Optional[Mapping[str, Any]] = None,
        *,
        idempotency_key: Optional[str] = None,
        version: int = NEWEST,
        **fields: Any,
    ) -> Answer:
        """Begins a run and does not wait for its end.

        The result has runId, status, idempotencyKey and replayed; a run's id is that of an action, so that
        `action.wait` waits for its end. Without a key of its own it has that of name, params and version; without
        a version the newest is meant, and a newer one under the same key is refused. fields: as for
        `action.submit`, without mode, retry and attempt_timeout.
        """
        written = write(name, params, idempotency_key, {**fields, "version": version})
        if isinstance(written, Answer):
            return written
        body = {it: value for it, value in written.body.items() if it != "name"}
        if version == NEWEST:
            del body["version"]
        headers = {"Idempotency-Key": written.key}
        return told(
            self._bus.send(Call("POST", f"{_definition(name)}/runs", headers, body), Patience(None)),
            lambda reply: {
                "runId": reply.body.get("runId"),
                "status": reply.body.get("status"),
                "idempotencyKey": written.key,
                "replayed": was_known(reply),
            },
        )

    def get(
        self,
        run_id: str,
        *,
        step: Optional[str] = None,
        state: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
    ) -> Answer:
        """Where a run stands, with a page of its steps; fields as of GET /v1/runs/{id}."""
        page = {"step": step, "state": state, "limit": limit, "cursor": cursor}
        query = urlencode({name: value for name, value in page.items() if value is not None})
        return self._ask(f"{_run(run_id)}?{query}" if query else _run(run_id))

    def show(self, name: str, version: Optional[int] = None) -> Answer:
        """A definition; the newest, if no version is given."""
        return self._ask(_definition(name) + ("" if version is None else f"?version={version}"))

    def resume(
        self,
        run_id: str,
        *,
        reason: str,
        from_step: Optional[str] = None,
        version: Optional[int] = None,
    ) -> Answer:
        """A run that ended without a result goes on; what it has completed is kept."""
        return self._order(run_id, "resume", reason, fromStep=from_step, version=version)

    def cancel(self, run_id: str, *, reason: str) -> Answer:
        return self._order(run_id, "cancel", reason)

    def approve(self, run_id: str, *, step: str, reason: str, approved: bool = True) -> Answer:
        """Decides about a step that waits for approval."""
        return self._order(run_id, "approve", reason, step=step, approved=approved)

    def signal(self, run_id: str, *, signal: str, reason: str, payload: Any = None) -> Answer:
        """Tells the steps that wait for a signal."""
        return self._order(run_id, "signal", reason, signal=signal, payload=payload)

    def _ask(self, path: str) -> Answer:
        return told(self._bus.send(Call("GET", path), Patience(None)), lambda it: it.body)

    def _order(self, run_id: str, verb: str, reason: str, **more: Any) -> Answer:
        said = {name: value for name, value in more.items() if value is not None}
        sent = order(self._bus, f"{_run(run_id)}/{verb}", {"reason": reason, **said})
        return told(sent, lambda it: it.body)


def _run(run_id: str) -> str:
    return f"/v1/runs/{quote(run_id, safe='')}"


def _definition(name: str) -> str:
    return f"/v1/workflows/{quote(name, safe='')}"
