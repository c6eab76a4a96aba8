# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import uuid
from typing import Any, Callable, Mapping, Optional, Union

from ._answer import Answer, DoError, done, not_done
from ._bus import Bus, Call, Reply, refusal
from ._patience import Patience


def order(
    bus: Bus,
    path: str,
    body: Mapping[str, Any],
    key: Optional[str] = None,
    patience: Optional[Patience] = None,
) -> Union[Reply, DoError]:
    """Gives an order, which is carried out once however often its call is repeated."""
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return bus.send(Call("POST", path, headers, body), patience or Patience(None))


def told(sent: Union[Reply, DoError], tell: Callable[[Reply], Any]) -> Answer:
    if isinstance(sent, DoError):
        return not_done(sent)
    return done(tell(sent)) if sent.status in (200, 202) else not_done(refusal(sent))


def was_known(reply: Reply) -> bool:
    return bool(reply.headers.get("Idempotency-Replayed") == "true")
