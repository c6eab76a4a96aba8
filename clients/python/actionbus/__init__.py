# SPDX-License-Identifier: Apache-2.0
"""A client of Action Bus, made of the standard library alone."""

from ._action import Actions
from ._answer import Answer, DoError, DoFailure
from ._do import Do
from ._events import Event
from ._identity import canonical, content_key, fingerprint
from ._workflow import Workflows

__all__ = [
    "Actions",
    "Answer",
    "Do",
    "DoError",
    "DoFailure",
    "Event",
    "Workflows",
    "canonical",
    "content_key",
    "fingerprint",
]
