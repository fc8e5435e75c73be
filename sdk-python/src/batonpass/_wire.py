"""A call as HTTP and an answer as a model: what the blocking and the async transport share."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from types import NoneType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from ._call import Call
from ._generated.errors import BatonError, error_from_problem
from ._version import VERSION

T = TypeVar("T")

TIMEOUT_DEFAULT_S = 30.0


@dataclass(frozen=True)
class Request:
    """One request but for its token, made once and sent as often as needed: its key stays the same."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes | None
    timeout_s: float
    may_repeat: bool


def request_of(call: Call, *, session: str | None, timeout_s: float) -> Request:
    """The request of a call. What may wait at the server gets that much more time."""
    headers = {"Accept": "application/json", "User-Agent": f"batonpass-python/{VERSION}", **call.headers}
    if session is not None and "Baton-Session" not in headers:
        headers["Baton-Session"] = session
    if call.has_idempotency:
        headers["Idempotency-Key"] = call.idempotency_key or secrets.token_hex(16)
    if call.content_type is not None:
        headers["Content-Type"] = call.content_type
    waits = call.body.get("waitSeconds", 0) if isinstance(call.body, dict) else 0
    return Request(
        method=call.method,
        path=call.path,
        query=call.query,
        headers=headers,
        body=json.dumps(call.body).encode() if isinstance(call.body, dict) else call.body,
        timeout_s=(timeout_s if call.timeout_s is None else call.timeout_s) + waits,
        may_repeat=call.method in ("GET", "PUT", "DELETE") or call.has_idempotency,
    )


def read_answer(status: int, body: bytes, response: type[T] | TypeAdapter[T]) -> T:
    """The model of an answer. Raises the BatonError that the answer tells of."""
    if status >= 300:
        raise error_of(status, body)
    if isinstance(response, TypeAdapter):
        return response.validate_json(body)
    if response is NoneType:
        return cast(T, None)
    if response is bytes:
        return cast(T, body)
    if response is str:
        return cast(T, body.decode())
    return TypeAdapter(response).validate_json(body)


def error_of(status: int, body: bytes) -> BatonError:
    """The error of an answer that is no success; what stands between may answer with no problem document."""
    problem: Any = None
    try:
        problem = json.loads(body)
    except ValueError:
        pass
    if isinstance(problem, dict) and isinstance(problem.get("code"), str):
        return error_from_problem(problem, status)
    said = "led elsewhere; a token goes to no other address" if status < 400 else f"answered {status} without a problem document"
    hint = "Look what stands between this program and the server, and whether the url is that of a Batonpass server."
    retryable = status in (502, 503, 504)
    return BatonError({"code": "no_problem", "detail": f"The server {said}.", "hint": hint, "retryable": retryable}, status)


def retry_after_s(header: str | None) -> float | None:
    """The seconds of a Retry-After header; None where it has none."""
    try:
        return max(0.0, float(header)) if header is not None else None
    except ValueError:
        return None
