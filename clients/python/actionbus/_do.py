# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import re
from typing import Optional
from urllib.parse import urlsplit

from ._action import Actions
from ._bus import Bus
from ._workflow import Workflows

DEFAULT_URL = "http://127.0.0.1:8080"


class Do:
    """A bus. It holds no connection; make one, keep it, and share it between threads.

    api_key: sent as a bearer token; without one the bus takes everybody as anonymous.
    base_url: where the bus is; if not given, ACTIONBUS_URL or else http://127.0.0.1:8080.
    reconnect_for: seconds for which a call is repeated while the bus can not be reached.

    Raises ValueError if the key or the address can not be one.
    """

    action: Actions
    workflow: Workflows

    def __init__(
        self,
        api_key: Optional[str] = None,
        *,
        base_url: Optional[str] = None,
        reconnect_for: float = 15.0,
    ) -> None:
        if api_key and not re.fullmatch(r"[\x21-\x7e]+", api_key):
            raise ValueError("an API key has visible ASCII characters only")
        bus = Bus(_address(base_url), api_key or None, reconnect_for)
        self.action = Actions(bus, reconnect_for)
        self.workflow = Workflows(bus)


def _address(given: Optional[str]) -> str:
    url = given or os.environ.get("ACTIONBUS_URL") or DEFAULT_URL
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"the address of a bus is like {DEFAULT_URL}, not {url}")
    return url.rstrip("/")
