# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Optional


@dataclass(frozen=True)
class DoError:
    """Why there is no result."""

    code: str
    """For machines, in upper snake case: the handler's own, the bus's, or one of this client."""
    message: str
    """One line, for people."""
    retryable: bool = False
    """Whether the same call may have a result later."""
    status: Optional[str] = None
    """FAILED, CANCELLED or UNKNOWN: how the action ended. None: the call has failed, the action has not ended."""
    action_id: Optional[str] = None
    attempt: Optional[int] = None
    """The attempt that failed."""
    details: Any = None
    """What the handler has to say beside it."""
    pointer: Optional[str] = None
    """JSON pointer to the field that is to blame."""

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Answer(NamedTuple):
    """What every call answers: a result, or an error. No call raises for what the bus, the network or a handler does."""

    result: Any
    error: Optional[DoError]


class DoFailure(Exception):
    """What ends an iteration over events, which has no other way to say so."""

    def __init__(self, error: DoError) -> None:
        super().__init__(str(error))
        self.error = error
        self.code = error.code


def done(result: Any) -> Answer:
    return Answer(result, None)


def not_done(error: DoError) -> Answer:
    return Answer(None, error)
