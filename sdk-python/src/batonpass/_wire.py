"""A call as HTTP and an answer as a model: what the blocking and the async transport share."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from types import NoneType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from ._call import Call
from ._generated.errors import BatonError, error_from_problem
from ._version import VERSION

T = TypeVar("T")

TIMEOUT_DEFAULT_S = 30.0
BETWEEN = "Look what stands between this program and the server, and whether the url is that of a Batonpass server."


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
    """The model of an answer. Raises the BatonError that the answer tells of, or one that it cannot be read."""
    if status >= 300:
        raise error_of(status, body)
    if response is NoneType:
        return cast(T, None)
    if response is bytes:
        return cast(T, body)
    try:
        if response is str:
            return cast(T, body.decode())
        return (response if isinstance(response, TypeAdapter) else TypeAdapter(response)).validate_json(body)
    except ValueError:
        pass
    # Raised out here, so that it carries nothing of the other, whose text repeats what was read: that may be a token.
    raise unreadable(status, body)


def unreadable(status: int, body: bytes) -> BatonError:
    """The error of an answer that says it is a success and is not what the contract has. It shows nothing of the body."""
    passing = not _is_json(body)
    if passing:
        # Such as the page of a proxy, which goes away.
        detail, hint = "something that is no JSON", BETWEEN
    else:
        detail = "JSON that this version cannot read"
        hint = f"Look whether the url is that of a Batonpass server, and update batonpass ({VERSION}) if the server is later."
    said = f"The server answered {status} with {detail}."
    return BatonError({"code": "unreadable_answer", "detail": said, "hint": hint, "retryable": passing}, status)


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
    retryable = status in (502, 503, 504)
    return BatonError({"code": "no_problem", "detail": f"The server {said}.", "hint": BETWEEN, "retryable": retryable}, status)


def retry_after_s(header: str | None, date: str | None = None) -> float | None:
    """The seconds of a Retry-After header; None where it has none. Where it is a time of day, that counts from the answer's
    own `date`, since the clocks of two machines differ."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        until = _time_of(header)
    since = _time_of(date) or datetime.now(timezone.utc)
    return max(0.0, (until - since).total_seconds()) if until is not None else None


def _time_of(header: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(header) if header is not None else None
    except ValueError:
        return None
    # A date without a zone is one in UTC: HTTP knows no other.
    return found.replace(tzinfo=timezone.utc) if found is not None and found.tzinfo is None else found


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
