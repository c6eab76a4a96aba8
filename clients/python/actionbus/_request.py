# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from typing import Any, Dict, Mapping, NamedTuple, Optional, Union

from ._answer import Answer, DoError, not_done
from ._identity import Inexact, exactly, fingerprint

VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")
FIELDS = {
    "partition_key": "partitionKey",
    "lane": "lane",
    "priority": "priority",
    "delay": "delay",
    "run_at": "runAt",
    "start_by": "startBy",
    "deadline": "deadline",
    "attempt_timeout": "timeout",
    "mode": "mode",
    "retry": "retry",
    "correlation_id": "correlationId",
    "causation_id": "causationId",
    "labels": "labels",
    "inputs": "inputs",
    "outputs": "outputs",
}
"""What a request may say beside its name, and what it is called over HTTP."""


class Written(NamedTuple):
    key: str
    body: Mapping[str, Any]


def write(
    name: str,
    params: Optional[Mapping[str, Any]],
    key: Optional[str],
    fields: Mapping[str, Any],
) -> Union[Written, Answer]:
    unknown = sorted(set(fields) - set(FIELDS) - {"version"})
    if unknown:
        raise TypeError(f"a request has no {unknown[0]}; it has version, {', '.join(FIELDS)}")
    if key is not None and not VISIBLE.fullmatch(key):
        return not_done(DoError("IDEMPOTENCY_KEY_INVALID", "a key is 1 to 255 visible ASCII characters"))
    version = fields.get("version", 1)
    try:
        exact = exactly({} if params is None else params)
        body: Dict[str, Any] = {"name": name, "version": version, "params": exact}
        others = {FIELDS[it]: fields[it] for it in FIELDS if fields.get(it) is not None}
        body.update(exactly(others))
        return Written(key or f"content-{fingerprint(name, version, exact)}", body)
    except Inexact as e:
        return not_done(DoError(e.code, e.message))
