# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math
import random
import time
from typing import Optional


class Patience:
    """Until when somebody waits, on a clock that is never set."""

    def __init__(self, seconds: Optional[float]) -> None:
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def is_over(self) -> bool:
        return self.left() == 0


class Pauses:
    """Growing pauses, each of a length nobody can foretell, so that many clients do not come back at once."""

    def __init__(self) -> None:
        self._longest = 0.1

    def next(self, at_least: float = 0) -> float:
        pause = self._longest * random.uniform(0.5, 1)
        self._longest = min(self._longest * 2, 2.0)
        return max(pause, min(at_least, 5.0))
