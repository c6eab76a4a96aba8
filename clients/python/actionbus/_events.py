# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import time
import urllib.error
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Optional, Union

from ._answer import DoError, DoFailure
from ._bus import LOST, Bus, read, refusal
from ._patience import Patience, Pauses

SILENCE = 45.0
"""The bus says something every 15 s."""
REFUSED_FOR_GOOD = {400, 401, 403, 404, 406}


@dataclass(frozen=True)
class Event:
    """Something that happened to an action.

    Its id is its place in the log, PARTITION:OFFSET; reading goes on behind it with `after`.
    """

    id: str
    type: str
    data: Dict[str, Any]


def follow(
    bus: Bus, path: str, after: Optional[str], forever: bool, reconnect_for: float
) -> Iterator[Event]:
    """The events at `path`, each once and in order.

    A stream that breaks is taken up again behind the last event that was read, until nothing has come for
    `reconnect_for` seconds.
    """
    url = f"{path}?follow=true" if forever else path
    last = after
    pauses, trying = Pauses(), Patience(reconnect_for)
    while True:
        failure = None
        for said in _streamed(bus, url, last):
            if isinstance(said, DoError):
                failure = said
                break
            pauses, trying = Pauses(), Patience(reconnect_for)
            if said is not None:
                last = said.id
                yield said
        if failure is None and not forever:
            return
        rest = pauses.next()
        if failure is not None and trying.left() <= rest:
            raise DoFailure(failure)
        time.sleep(rest)


def _streamed(bus: Bus, path: str, last: Optional[str]) -> Iterator[Union[Event, DoError, None]]:
    """One connection; None is a sign of life, an error its last word."""
    try:
        with bus.stream(path, last, SILENCE) as response:
            yield from _events(_lines(response))
    except urllib.error.HTTPError as refused:
        with refused:
            problem = refusal(read(refused.code, refused.headers, refused.read()))
        if refused.code in REFUSED_FOR_GOOD:
            raise DoFailure(problem) from None
        yield problem
    except LOST as lost:
        yield bus.unreachable(lost)


def _lines(response: Any) -> Iterator[bytes]:
    """Not readline(): it takes a connection that breaks for the end."""
    rest = b""
    while True:
        piece = response.read1(65536)
        if not piece:
            return
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole


def _events(lines: Iterable[bytes]) -> Iterator[Optional[Event]]:
    """`text/event-stream` (WHATWG HTML, 9.2), but for lines that end with a lone carriage return."""
    identity, kind, data = "", "", []  # type: str, str, List[str]
    for raw in lines:
        yield None
        line = raw.decode("utf-8").rstrip("\r")
        if not line:
            if data:
                yield Event(identity, kind, json.loads("\n".join(data)))
            kind, data = "", []
            continue
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "id":
            identity = value
        elif name == "event":
            kind = value
        elif name == "data":
            data.append(value)
