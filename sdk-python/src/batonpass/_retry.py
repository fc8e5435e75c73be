"""When a call is sent again. Pure, so that the blocking and the async client decide alike."""

from __future__ import annotations

from ._generated.errors import BatonError

RETRIES_DEFAULT = 2
"""How often a call is sent again after the first time."""
BACKOFF_MIN_S = 0.5
BACKOFF_MAX_S = 8.0
RETRY_AFTER_LIMIT_S = 30.0
"""A server that asks for a longer wait than this gets no repeat; the caller decides."""
_JITTER = 0.25


class ConnectionFailed(BatonError):
    """The server could not be reached, or did not answer in time. Whether it did what was asked is not known."""

    def __init__(
        self, detail: str, hint: str = "Look whether the server runs at that address.", retryable: bool = True
    ) -> None:
        super().__init__({"code": "connection_failed", "detail": detail, "hint": hint, "retryable": retryable}, 0)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.detail, self.hint, self.retryable))


def backoff_s(attempt: int, random: float) -> float:
    """The wait before repeat number `attempt` (1 for the first), in seconds. `random` is in [0, 1)."""
    full = min(BACKOFF_MAX_S, BACKOFF_MIN_S * 2.0 ** max(0, attempt - 1))
    return max(BACKOFF_MIN_S, full * (1 - _JITTER * random))


def retry_delay_s(error: BatonError, attempt: int, *, retries: int, retry_after: float | None, random: float) -> float | None:
    """The wait before a failed call is sent again, in seconds; None: do not."""
    if attempt > retries or not error.retryable:
        return None
    if retry_after is None:
        return backoff_s(attempt, random)
    return max(retry_after, backoff_s(attempt, random)) if retry_after <= RETRY_AFTER_LIMIT_S else None
