"""What a worker does, in threads or in tasks: claim, run, settle, until it is stopped."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ._generated.errors import AgentPaused, BadRequest, BatonError, Forbidden, LeaseLost, Misdirected, Unauthenticated
from ._generated.errors import VersionConflict
from ._holding import EMPTY_TOO_SOON_S, HeldReview, HeldTask, Submission, claim_next, let_go, reason_of
from ._io import Api, Io
from ._retry import backoff_s
from ._settings import SettingsError
from ._signal import Signal

WORK_WAIT_S_DEFAULT = 20.0
WORK_CONCURRENCY_MAX = 100
DRAIN_S_DEFAULT = 20.0
"""So long a worker that a signal stops lets its handlers finish; what they still hold then is released."""
STOPPED_REASON = "The worker was stopped."

StoppedBecause = Literal["signal", "stopped", "drain", "closed"]

log = logging.getLogger("batonpass")


@dataclass(frozen=True)
class WorkOptions:
    """How a worker works."""

    labels: Sequence[str]
    concurrency: int
    wait_s: float
    drain_s: float
    on_error: Callable[[Exception], None] | None

    def __post_init__(self) -> None:
        if not 1 <= self.concurrency <= WORK_CONCURRENCY_MAX:
            raise ValueError(f"concurrency must be a whole number from 1 to {WORK_CONCURRENCY_MAX}.")


@dataclass(frozen=True)
class WorkReport:
    """What a worker did until it stopped."""

    claimed: int
    submitted: int
    released: int
    """Given back: the handler raised or returned nothing, or the result was refused."""
    blocked: int
    """Blocked by the handler, until what they wait for has come."""
    lost: int
    """Taken away, cancelled, or no longer trusted while the handler ran."""
    stopped_because: str
    """`signal` of the system, `stopped` by `stop()`, the server's `drain`, or the client was `closed`."""


class Handle(Protocol):
    """Runs the handler of a worker on one claim."""

    def __call__(self, held: HeldTask) -> Awaitable[str | Submission | None]: ...


class ClaimNext(Protocol):
    """Claims the next task; else says why there is none."""

    def __call__(self, io: Io, labels: Sequence[str], wait_s: float) -> Awaitable[HeldTask | str]: ...


class Work:
    """The lanes of one worker, each a task at a time, and what they did."""

    def __init__(self, io: Io, options: WorkOptions, handle: Handle, claim: ClaimNext = claim_next) -> None:
        self.stop = Signal()
        """Fires when no more is to be claimed."""
        self.failure: BaseException | None = None
        """What makes going on useless."""
        self.on_change: Callable[[], None] = lambda: None
        """Called when a lane took or settled a task, or ended."""
        self._io = io
        self._options = options
        self._handle = handle
        self._claim = claim
        self._guard = threading.Lock()
        self._holding: list[HeldTask] = []
        self._counts = {"held": 0, "submitted": 0, "released": 0, "blocked": 0, "lost": 0, "decided": 0}

    @property
    def holding(self) -> list[HeldTask]:
        """What handlers work on now. Once it is empty after a stop, it stays so."""
        with self._guard:
            return list(self._holding)

    def report(self) -> WorkReport:
        """What was done so far."""
        counts = self._counts
        return WorkReport(
            claimed=sum(counts.values()),
            submitted=counts["submitted"],
            released=counts["released"],
            blocked=counts["blocked"],
            lost=counts["lost"],
            stopped_because=self.stop.reason,
        )

    async def raise_limit(self) -> None:
        """An agent holds one task unless it says otherwise (SPEC CL7)."""
        wanted = self._options.concurrency
        name = (await self._io.connect()).agent
        api = Api(self._io)
        if wanted == 1 or (await api.get_agent(name)).max_concurrent >= wanted:
            return
        try:
            await api.update_agent(name, max_concurrent=wanted)
        except VersionConflict:
            # Somebody changed the agent in the same moment; what they set stays, but for the limit.
            await api.update_agent(name, max_concurrent=wanted)

    async def lane(self) -> None:
        """One of the worker's places: a task at a time, until it is stopped."""
        failures = 0
        try:
            while not self.stop.fired:
                asked_at = time.monotonic()
                found = await self._next()
                if isinstance(found, HeldTask):
                    went_well = await self._work(found)
                else:
                    went_well = found != FAILED
                    if went_well and time.monotonic() - asked_at < EMPTY_TOO_SOON_S:
                        await self._io.sleep(backoff_s(1, random.random()), self.stop)
                failures = 0 if went_well else failures + 1
                # A task whose handler raises comes back at once: without a pause its attempts would be gone in a moment.
                if failures > 0:
                    await self._io.sleep(backoff_s(failures, random.random()), self.stop)
        except Exception as error:
            self.failure = self.failure or error
            self.stop.fire("stopped")
        finally:
            self.on_change()

    async def release_all(self) -> None:
        """Gives back what handlers still work on. They are told by their handle: it is lost."""
        refused: list[BatonError] = []
        for held in self.holding:
            try:
                await held.api.release_task(held.task.id, epoch=held.epoch, reason=STOPPED_REASON)
            except BatonError as error:
                refused.append(error)
            held.lease.lose("stopped")
        for one in refused:
            self.tell(one)

    def tell(self, error: Exception) -> None:
        """Reports an error that does not stop the worker."""
        if self._options.on_error is not None:
            self._options.on_error(error)
        else:
            log.warning("The worker goes on after: %s", reason_of(error))

    async def _next(self) -> HeldTask | str:
        try:
            found = await self._claim(self._io, self._options.labels, self._options.wait_s)
        except Exception as error:
            if self.stop.fired:
                return FAILED
            if is_hopeless(error):
                raise
            self.tell(error)
            # Whether the pause also asks to drain, only a heartbeat tells.
            if isinstance(error, AgentPaused):
                await self._io.run(self._io.session.beat_now)
            return FAILED
        if isinstance(found, HeldTask) and not self._take(found):
            await self._give_back(found, STOPPED_REASON)
            return FAILED
        return found

    def _take(self, held: HeldTask) -> bool:
        """Whether it is worked on. The server may have granted it in the very moment of the stop: what comes now goes back."""
        with self._guard:
            if self.stop.fired:
                return False
            self._holding.append(held)
            return True

    async def _work(self, held: HeldTask) -> bool:
        """Whether the task was done, or waits in good order."""
        try:
            await self._settle(held, await self._handle(held))
        except Exception as error:
            self.tell(error)
            await self._give_back(held, reason_of(error))
        except BaseException as error:
            await self._give_back(held, reason_of(error))
            raise
        finally:
            outcome = held.lease.outcome
            with self._guard:
                self._holding.remove(held)
                self._counts[outcome] += 1
            self.on_change()
        return outcome in ("submitted", "blocked")

    async def _settle(self, held: HeldTask, result: str | Submission | None) -> None:
        outcome = held.lease.outcome
        if result is None:
            if outcome == "held":
                await held.release("no result")
        elif outcome in ("held", "lost"):
            # A result that comes after the loss is sent too: the server keeps it.
            await held.submit(result if isinstance(result, Submission) else Submission(result))

    async def _give_back(self, held: HeldTask, reason: str) -> None:
        refused = await let_go(held, reason)
        if refused is not None and not isinstance(refused, LeaseLost):
            self.tell(refused)


FAILED = "failed"


def is_hopeless(error: BaseException) -> bool:
    """Whether asking again would only be refused again."""
    return isinstance(error, (Unauthenticated, Forbidden, BadRequest, Misdirected, SettingsError)) or not isinstance(
        error, BatonError
    )


async def settle_review(held: HeldReview, decided: object) -> None:
    """Decides a review as its handler said, unless the handler did."""
    if held.lease.outcome != "held" or decided is None:
        return
    if not isinstance(decided, (Approve, RequestChanges)):
        raise TypeError("A reviewer's handler returns Approve() or RequestChanges(note).")
    if isinstance(decided, Approve):
        await held.decide("approve", decided.note)
    else:
        await held.decide("request_changes", decided.note)


@dataclass(frozen=True)
class Approve:
    """What a reviewer's handler returns for work that is good."""

    note: str | None = None


@dataclass(frozen=True)
class RequestChanges:
    """What a reviewer's handler returns for work that goes back to its author, with a note that says why."""

    note: str
