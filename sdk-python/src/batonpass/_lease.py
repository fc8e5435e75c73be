"""A lease as this process may trust it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Literal

from ._generated.errors import LeaseLost

LEASE_MARGIN_S = 1.0
"""So long before its end a lease is no longer trusted: two clocks differ in pace, and acting takes time (SPEC LE2)."""

_log = logging.getLogger("batonpass")

Outcome = Literal["held", "submitted", "released", "blocked", "decided", "lost"]
"""What has become of a lease: `held` until its holder settles it, or it is lost against the holder's will."""

_WHY = {
    "taken_over": "another session took it over",
    "released": "it was released",
    "force_released": "a lead took it back",
    "cancelled": "it was cancelled",
    "submitted": "it was submitted",
    "blocked": "it was blocked",
    "expired": "its lease ran out",
    "session_ended": "the session ended",
    "not_yours": "another holds it",
    "decided": "it is decided",
    "not_trusted": "no renewal came in time by the clock of this client",
    "closed": "this client was closed",
    "forked": "it belongs to the process that this one was forked from",
    "refused": "the server refused the epoch",
    "stopped": "the worker was stopped",
    "let_go": "it could not be given back, and is left to run out",
}


class Lease:
    """One lease. It ends once: settled by its holder, or lost. Safe to use from several threads.

    Times are seconds on the monotonic clock of this process; `sent_at` is when the request that was granted was sent.
    """

    def __init__(
        self,
        task_id: str,
        epoch: int,
        *,
        review_id: str | None,
        ttl_s: float,
        sent_at: float,
        granted_s: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.task_id = task_id
        self.review_id = review_id
        self.epoch = epoch
        self.ttl_s = ttl_s
        self.lost = threading.Event()
        self.settling = False
        """True while its holder hands it in or gives it back: then the server's `lost` may only be the echo of that."""
        self._now = now
        self._trusted_until = sent_at + granted_s - LEASE_MARGIN_S
        self._guard = threading.Lock()
        self._end: LeaseLost | None = None
        self._outcome: Outcome = "held"
        self._listeners: list[Callable[[LeaseLost], None]] = []

    @property
    def key(self) -> str:
        """What tells it from the other leases of a client."""
        return self.review_id or self.task_id

    @property
    def remaining_s(self) -> float:
        """How long it may still be trusted; 0: no longer."""
        return max(0.0, self._trusted_until - self._now()) if self._end is None else 0.0

    @property
    def over(self) -> LeaseLost | None:
        """Why it cannot be used any more, or None. Looks at the clock, so a thread that is late hides nothing."""
        if self._end is None and self._trusted_until <= self._now():
            self.lose("not_trusted")
        return self._end

    @property
    def outcome(self) -> Outcome:
        """What has become of it. Looks at the clock."""
        return "held" if self.over is None else self._outcome

    def renew(self, *, sent_at: float, granted_s: float) -> None:
        """A renewal never shortens, and brings nothing back that is over."""
        if self.over is None:
            with self._guard:
                self._trusted_until = max(self._trusted_until, sent_at + granted_s - LEASE_MARGIN_S)

    def settle(self, how: Literal["submitted", "released", "blocked", "decided"]) -> None:
        """Ends it because its holder submitted, released, blocked or decided; what was lost may still have been submitted."""
        self._finish(self._error(how), how)

    def lose(self, reason: str, told: LeaseLost | None = None) -> None:
        """Ends it against the holder's will: `lost` is set, then the listeners are called in this thread."""
        self._finish(told or self._error(reason), "lost")

    def abandon(self) -> None:
        """In a forked process: it is the parent's. Its lock may be held by a thread that is not here."""
        self._guard = threading.Lock()
        self.lose("forked")

    def on_lost(self, listener: Callable[[LeaseLost], None]) -> None:
        """Calls `listener` once when it is lost; at once where it is lost already. `forget` takes that back."""
        with self._guard:
            if not self.lost.is_set():
                self._listeners.append(listener)
                return
        if self._end is not None:
            listener(self._end)

    def forget(self, listener: Callable[[LeaseLost], None]) -> None:
        """Calls `listener` no more."""
        with self._guard:
            if listener in self._listeners:
                self._listeners.remove(listener)

    def _finish(self, error: LeaseLost, outcome: Outcome) -> None:
        with self._guard:
            if self._end is not None:
                # Work that came after the loss counts when the server took it (SPEC LE3).
                if outcome == "submitted":
                    self._outcome = outcome
                return
            self._outcome = outcome
            self._end = error
            if outcome == "lost":
                self.lost.set()
            listeners = self._listeners if outcome == "lost" else []
        for listener in listeners:
            try:
                listener(error)
            except Exception:  # whoever finds it out has other leases to look after
                _log.exception("A listener of %s failed when it was lost.", self.key)

    def _error(self, reason: str) -> LeaseLost:
        return lease_lost((self.task_id, self.review_id), reason)


def lease_lost(of: tuple[str, str | None], reason: str) -> LeaseLost:
    """The error of a lease that is over: of a task, or of a task's review where the second is its id."""
    task_id, review_id = of
    what = task_id if review_id is None else f"The review of {task_id}"
    hint = "Stop working on it and take other work with claim." if review_id is None else "Stop reviewing it and take another."
    detail = f"{what} is no longer yours: {_WHY.get(reason, reason)}."
    return LeaseLost({"code": "lease_lost", "detail": detail, "hint": hint, "current": {"reason": reason}}, 409)
