"""The one background heartbeat of a client: a thread, because a synchronous tool blocks an event loop, and a model call is long."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable

from ._generated import models
from ._generated.errors import BatonError, NotFound
from ._lease import Lease
from ._retry import backoff_s

HEARTBEAT_TIMEOUT_S = 5.0
"""One beat may take so long before it counts as failed and the next one is tried."""
HEARTBEAT_MIN_S = 1.0
HEARTBEAT_MAX_S = 60.0
LOOK_S = 1.0
"""The thread looks at the clocks this often, to see that the machine slept."""
SLEPT_S = 2.0
"""When the wall clock gained so much on the monotonic one, the machine slept: beat at once, for the server's clock went on."""
_JITTER = 0.1
"""Beats are spread by so much to both sides, so that many clients do not beat together."""

_log = logging.getLogger("batonpass")


class Heartbeat:
    """Renews all leases in one call, and goes on however often that fails. Safe to use from several threads."""

    def __init__(
        self,
        interval_s: float,
        send: Callable[[list[Lease]], models.HeartbeatResult],
        *,
        on_session_gone: Callable[[], None] = lambda: None,
        on_drain: Callable[[], None] = lambda: None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.draining = threading.Event()
        """Set while the server asks the agent to finish what it holds and take no more."""
        self._send = send
        self._on_session_gone = on_session_gone
        self._on_drain = on_drain
        self._interval_s = _bounded(interval_s)
        self._leases: dict[str, Lease] = {}
        self._changed = threading.Condition()
        self._stopped = False
        self._failures = 0
        self._beats = 0
        self._wanted = 0
        self._beating = False
        self._due_at = time.monotonic() + self._next_delay_s()
        self._wall = wall
        self._ahead_s = wall() - time.monotonic()
        self._thread = threading.Thread(target=self._run, name="batonpass-heartbeat", daemon=True)
        self._thread.start()

    @property
    def leases(self) -> list[Lease]:
        """The leases that the next beat renews."""
        with self._changed:
            return list(self._leases.values())

    def add(self, lease: Lease) -> None:
        """Renews `lease` from now on. One that is shorter than the others makes the beats come sooner."""
        with self._changed:
            self._leases[lease.key] = lease
            self._due_at = min(self._due_at, time.monotonic() + self._next_delay_s())
            self._changed.notify_all()

    def beat_now(self, timeout_s: float = 2 * HEARTBEAT_TIMEOUT_S) -> None:
        """Sends a beat that holds all leases of this moment, and waits until it is answered or has failed."""
        with self._changed:
            # A beat that is under way may have left without them.
            wanted = self._beats + (2 if self._beating else 1)
            self._wanted = max(self._wanted, wanted)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._beats >= wanted or self._stopped, timeout_s)

    def remove(self, lease: Lease) -> None:
        """Renews `lease` no more."""
        with self._changed:
            if self._leases.get(lease.key) is lease:
                del self._leases[lease.key]

    def stop(self, reason: str = "closed") -> None:
        """Sends no more beats; what was held is lost to this client."""
        with self._changed:
            self._stopped = True
            leases, self._leases = list(self._leases.values()), {}
            self._changed.notify_all()
        for lease in leases:
            lease.lose(reason)
        if self._thread is not threading.current_thread():
            self._thread.join(timeout=HEARTBEAT_TIMEOUT_S)

    def abandon(self) -> None:
        """In a forked process, where the thread is not: what was held belongs to the parent."""
        for lease in list(self._leases.values()):
            lease.abandon()

    def _run(self) -> None:
        while not self._stopped:
            try:
                self._turn()
            except Exception:  # a thread that dies of one failure would lose all leases for it
                _log.exception("The heartbeat goes on after:")
                with self._changed:
                    self._changed.wait(HEARTBEAT_MIN_S)

    def _turn(self) -> None:
        """Waits until there is something to do, and does it."""
        with self._changed:
            now = time.monotonic()
            ends = [lease.remaining_s for lease in self._leases.values()]
            wait = 0.0 if self._wanted > self._beats else max(0.0, min([self._due_at - now, LOOK_S, *ends]))
            if wait > 0 and not self._stopped:
                self._changed.wait(wait)
            if self._stopped:
                return
            is_due = self._has_slept() or self._wanted > self._beats or time.monotonic() >= self._due_at
            self._beating = is_due
        self._drop_over()
        if is_due:
            self._beat()
            with self._changed:
                self._beating = False
                self._beats += 1
                self._changed.notify_all()

    def _has_slept(self) -> bool:
        """Whether the machine did since the last look. A wall clock that is set forward costs one beat."""
        ahead_s = self._wall() - time.monotonic()
        gained_s, self._ahead_s = ahead_s - self._ahead_s, ahead_s
        return gained_s > SLEPT_S

    def _drop_over(self) -> None:
        for lease in self.leases:
            if lease.over is not None:
                self.remove(lease)

    def _beat(self) -> None:
        asked = self.leases
        sent_at = time.monotonic()
        try:
            result = self._send(asked)
        except Exception as error:
            self._failed(error)
            return
        self._failures = 0
        _apply(asked, result, sent_at)
        self._drop_over()
        if result.drain:
            if not self.draining.is_set():
                self.draining.set()
                self._on_drain()
        else:
            self.draining.clear()
        with self._changed:
            self._interval_s = _bounded(result.next_heartbeat_ms / 1000)
            self._due_at = sent_at + self._next_delay_s()

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        said = str(error) if isinstance(error, BatonError) else type(error).__name__
        _log.warning("A heartbeat failed (%d in a row): %s", self._failures, said)
        with self._changed:
            delay = min(self._next_delay_s(), backoff_s(self._failures, random.random()))
            self._due_at = time.monotonic() + delay
        if isinstance(error, NotFound):
            for lease in self.leases:
                lease.lose("session_ended")
            self._on_session_gone()

    def _next_delay_s(self) -> float:
        """A third of the shortest lease, and no later than the server wants it."""
        shortest = min([self._interval_s, *(lease.ttl_s / 3 for lease in self._leases.values())])
        return _bounded(shortest) * (1 - _JITTER + 2 * _JITTER * random.random())


def _apply(asked: list[Lease], result: models.HeartbeatResult, sent_at: float) -> None:
    tasks = {report.task_id: report for report in result.leases if not isinstance(report, models.UnknownLeaseReport)}
    reviews = {one.review_id: one for one in result.reviews if not isinstance(one, models.UnknownReviewLeaseReport)}
    for lease in asked:
        report = tasks.get(lease.task_id) if lease.review_id is None else reviews.get(lease.review_id)
        if isinstance(report, (models.LeaseOk, models.ReviewLeaseOk)):
            lease.renew(sent_at=sent_at, granted_s=report.lease_remaining_ms / 1000)
        elif report is not None:
            echo = lease.settling and report.reason in ("submitted", "decided", "released", "blocked")
            if not echo:
                lease.lose(report.reason)


def _bounded(interval_s: float) -> float:
    return min(HEARTBEAT_MAX_S, max(HEARTBEAT_MIN_S, interval_s))
