"""What a generated method hands to a transport: one call, complete but for address, token and retries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any, Final, Protocol, TypeVar, final
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter

T = TypeVar("T")


@final
class NotGiven:
    """The type of NOT_GIVEN: an argument left out is not sent, whereas None is sent as null."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN: Final = NotGiven()


@dataclass(frozen=True)
class Call:
    """One request. `body` is bytes, or an object to be sent as JSON, or None for no body at all."""

    operation_id: str
    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list)
    body: dict[str, Any] | bytes | None = field(default=None, repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    has_idempotency: bool = False
    """Whether the operation takes an Idempotency-Key; if so a repeat with the same key is safe."""
    idempotency_key: str | None = None
    timeout_s: float | None = None
    content_type: str | None = None


class SyncTransport(Protocol):
    """Sends calls, and blocks until they are answered."""

    def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """Send it. `bytes`, `str` and `NoneType` stand for the raw, the decoded and no body; all else is JSON."""
        ...


class AsyncTransport(Protocol):
    """Sends calls, and is awaited until they are answered."""

    async def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """Send it. `bytes`, `str` and `NoneType` stand for the raw, the decoded and no body; all else is JSON."""
        ...


def segment(value: object) -> str:
    """One segment of a path. A dot segment is refused: clients resolve it away, and another path would be called."""
    text = str(value)
    if text in ("", ".", ".."):
        raise ValueError(f"{text!r} cannot be part of an address; give the id or name of the thing.")
    return quote(text, safe="")


def query_of(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """The pairs of a query: None and NOT_GIVEN are left out, a list is the name repeated."""
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        if value is None or isinstance(value, NotGiven):
            continue
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        pairs += [(name, _query_text(one)) for one in many]
    return pairs


def headers_of(values: Mapping[str, object]) -> dict[str, str]:
    """The headers that were given."""
    return dict(query_of(values))


def body_of(values: Mapping[str, object]) -> dict[str, Any]:
    """The JSON object of a body: NOT_GIVEN is left out, None is null."""
    return {name: _wire(value) for name, value in values.items() if not isinstance(value, NotGiven)}


def _query_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_wire(value))


def _wire(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _wire(value.model_dump(by_alias=True, exclude_unset=True))
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; give an aware time, such as datetime.now(timezone.utc).")
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _wire(one) for name, one in value.items() if not isinstance(one, NotGiven)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_wire(one) for one in value]
    return value
