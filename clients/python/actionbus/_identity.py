# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import json
import math
from decimal import Decimal
from typing import Any, Dict, Mapping, Optional

LARGEST = 2**53 - 1


class Inexact(Exception):
    """What can not be said in JSON, or not exactly."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def canonical(value: Any) -> str:
    """The canonical form of RFC 8785: one text for all ways to write a value."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float)):
        return _number(float(value))
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(name)}:{canonical(value[name])}" for name in names) + "}"
    raise Inexact("PARAMS_INVALID", f"a {type(value).__name__} is no JSON")


def fingerprint(name: str, version: int, params: Any) -> str:
    """What an action is to do, as the bus sees it: SHA-256 over the canonical form of {name, params, version}.

    64 hex digits, the same for all clients and for the bus.
    """
    text = canonical({"name": name, "params": params, "version": version})
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_key(name: str, params: Optional[Mapping[str, Any]] = None, version: int = 1) -> str:
    """The key of a content: same name, params and version, same action."""
    return f"content-{fingerprint(name, version, exactly(params or {}))}"


def exactly(params: Any) -> Dict[str, Any]:
    """Params as JSON has them; what JSON would change in silence is refused."""
    if not isinstance(params, Mapping):
        raise Inexact("PARAMS_NOT_OBJECT", "params are a JSON object")
    try:
        exact: Dict[str, Any] = _exact(params, "params")
    except RecursionError:
        raise Inexact("PARAMS_INVALID", "params contain themselves, or are nested too deeply") from None
    return exact


def _exact(value: Any, name: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        _text(value)
        return str(value)
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise Inexact(
                "NUMBER_OUT_OF_RANGE", f"{name} is a whole number beyond 2^53 - 1; send it as a string"
            )
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Inexact("NUMBER_OUT_OF_RANGE", f"{name} is {value}; JSON has finite numbers only")
        return float(value)
    if isinstance(value, (list, tuple)):
        return [_exact(one, name) for one in value]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise Inexact("PARAMS_INVALID", f"{name} has a name that is a {type(key).__name__}")
            _text(key)
        return {str(key): _exact(one, key) for key, one in value.items()}
    raise Inexact("PARAMS_INVALID", f"{name} is a {type(value).__name__}, which JSON does not have")


def _text(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Inexact("ENCODING", "params contain a lone surrogate") from None
    # Python escapes what ECMAScript escapes, and in the same way.
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """As ECMAScript writes numbers; repr() finds the same shortest digits."""
    if value == 0:
        return "0"
    sign, figures, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, figures))
    point = int(exponent) + len(digits)
    if len(digits) <= point <= 21:
        body = digits + "0" * (point - len(digits))
    elif 0 < point <= 21:
        body = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        body = "0." + "0" * -point + digits
    else:
        fraction = "." + digits[1:] if len(digits) > 1 else ""
        body = f"{digits[0]}{fraction}e{point - 1:+d}"
    return ("-" if sign else "") + body
